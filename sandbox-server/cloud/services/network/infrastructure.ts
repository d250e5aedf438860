import { type Route, route } from '../../route.ts';

/**
 * The cloud has neither agents nor zones of its own for networks: these lists are empty, as on any cloud whose
 * drivers need none.
 * @see https://docs.openstack.org/api-ref/network/v2/#agents
 */
export function infrastructure(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v2.0/agents',
      docs: 'https://docs.openstack.org/api-ref/network/v2/#agents',
      run: () => ({ status: 200, body: { agents: [] } }),
    }),
    route({
      method: 'GET',
      path: '/v2.0/availability_zones',
      docs: 'https://docs.openstack.org/api-ref/network/v2/#availability-zones',
      run: () => ({ status: 200, body: { availability_zones: [] } }),
    }),
  ];
}
