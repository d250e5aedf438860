import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { demandServer } from './server-records.ts';
import { addresses } from './server-view.ts';

/** The addresses of a server. */
export function serverIps({ servers, network }: Compute): Route[] {
  const find = async (id: string): Promise<Record<string, object[]>> =>
    addresses((await network.portsOf([id])).get(id) ?? [], false);
  return [
    route({
      method: 'GET',
      path: '/v2.1/servers/{id}/ips',
      docs: 'https://docs.openstack.org/api-ref/compute/#list-ips',
      run: async (call) => {
        const { id } = demandServer(servers, call, call.param('id'));
        return { status: 200, body: { addresses: await find(id) } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.1/servers/{id}/ips/{network}',
      docs: 'https://docs.openstack.org/api-ref/compute/#show-ip-details',
      run: async (call) => {
        const { id } = demandServer(servers, call, call.param('id'));
        const name = call.param('network');
        const found = (await find(id))[name];
        if (!found) {
          throw new Fault(404, 'Instance is not a member of specified network');
        }
        return { status: 200, body: { [name]: found } };
      },
    }),
  ];
}
