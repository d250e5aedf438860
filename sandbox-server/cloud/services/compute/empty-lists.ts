import { type Route, route } from '../../route.ts';

/** What an administrator may list and this cloud has none of: aggregates and migrations. */
export function emptyLists(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v2.1/os-aggregates',
      rule: 'admin',
      policy: 'os_compute_api:os-aggregates:index',
      docs: 'https://docs.openstack.org/api-ref/compute/#host-aggregates-os-aggregates',
      run: () => ({ status: 200, body: { aggregates: [] } }),
    }),
    route({
      method: 'GET',
      path: '/v2.1/os-migrations',
      rule: 'admin',
      policy: 'os_compute_api:os-migrations:index',
      docs: 'https://docs.openstack.org/api-ref/compute/#migrations-os-migrations',
      run: () => ({ status: 200, body: { migrations: [] } }),
    }),
  ];
}
