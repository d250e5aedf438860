import { Fault } from '../../fault.ts';
import { type Exchange, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import { listed, selfLink } from './links.ts';

function view(exchange: Exchange, id: string): object {
  return { id, description: '', parent_region_id: null, links: selfLink(exchange, `regions/${id}`) };
}

/** The regions of the cloud: it has one. */
export function regions({ region }: Parts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v3/regions',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#list-regions',
      run: (call) => ({ status: 200, body: listed(call, 'regions', [view(call, region)]) }),
    }),
    route({
      method: 'GET',
      path: '/v3/regions/{id}',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#show-region-details',
      run: (call) => {
        if (call.param('id') !== region) {
          throw new Fault(404, `Could not find region: ${call.param('id')}.`);
        }
        return { status: 200, body: { region: view(call, region) } };
      },
    }),
  ];
}
