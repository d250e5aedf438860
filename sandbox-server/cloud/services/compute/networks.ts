import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import type { Network } from './network-client.ts';
import { LAST_PROXY } from './proxy.ts';

/** A network as Nova showed its own. What it does not know of the network service's is null. */
function view({ id, name }: Network): object {
  const unknown = {
    cidr: null,
    netmask: null,
    gateway: null,
    broadcast: null,
    dns1: null,
    dns2: null,
    cidr_v6: null,
    gateway_v6: null,
    netmask_v6: null,
  };
  return { id, label: name, ...unknown };
}

/** Networks by way of Nova, for clients of before 2.36. */
export function networks({ network }: Compute): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/compute/#networks-os-networks-deprecated';
  const until = LAST_PROXY;
  return [
    route({
      method: 'GET',
      path: '/v2.1/os-networks',
      until,
      docs,
      run: async (call) => ({
        status: 200,
        body: { networks: (await network.networksOf(call.project)).map(view) },
      }),
    }),
    route({
      method: 'GET',
      path: '/v2.1/os-networks/{id}',
      until,
      docs,
      run: async (call) => {
        const known = await network.networksOf(call.project);
        const found = known.find((each) => each.id === call.param('id'));
        if (!found) {
          throw new Fault(404, 'Network not found');
        }
        return { status: 200, body: { network: view(found) } };
      },
    }),
  ];
}
