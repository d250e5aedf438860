import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { demandServer } from './server-records.ts';

/** How a server's memory is laid out on its host: in no particular way. */
export function serverTopology({ servers }: Compute): Route {
  return route({
    method: 'GET',
    path: '/v2.1/servers/{id}/topology',
    since: 78,
    docs: 'https://docs.openstack.org/api-ref/compute/#show-server-topology',
    run: (call) => {
      demandServer(servers, call, call.param('id'));
      return { status: 200, body: { nodes: [], pagesize_kb: null } };
    },
  });
}
