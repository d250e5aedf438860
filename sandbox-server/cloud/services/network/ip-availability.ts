import { type Route, route } from '../../route.ts';
import { parseAddress } from './addresses.ts';
import { networkNotFound } from './faults.ts';
import { listAnswer, type View } from './listing.ts';
import type { NetworkRecord } from './networks.ts';
import type { NetworkState } from './state.ts';
import type { SubnetRecord } from './subnets.ts';

const DOCS = 'https://docs.openstack.org/api-ref/network/v2/#network-ip-availability-and-usage-stats';

// What goes out.

const totalOf = ({ pools }: SubnetRecord): number =>
  pools
    .map(({ start, end }) => (parseAddress(end)?.value ?? -1n) - (parseAddress(start)?.value ?? 0n) + 1n)
    .reduce((sum, size) => sum + Number(size), 0);

function view(state: NetworkState, network: NetworkRecord): View {
  const subnets = state.subnets.where((subnet) => subnet.network === network.id);
  const fixed = state.ports.all().flatMap((port) => port.fixedIps);
  const usedIn = (subnet: SubnetRecord): number => fixed.filter((each) => each.subnet === subnet.id).length;
  const details = subnets.map((subnet) => ({
    subnet_id: subnet.id,
    subnet_name: subnet.name,
    ip_version: subnet.ipVersion,
    cidr: subnet.cidr,
    total_ips: totalOf(subnet),
    used_ips: usedIn(subnet),
  }));
  return {
    id: network.id,
    network_id: network.id,
    network_name: network.name,
    tenant_id: network.project,
    project_id: network.project,
    total_ips: details.reduce((sum, subnet) => sum + subnet.total_ips, 0),
    used_ips: details.reduce((sum, subnet) => sum + subnet.used_ips, 0),
    subnet_ip_availability: details,
  };
}

// The calls.

/** @see https://docs.openstack.org/api-ref/network/v2/#network-ip-availability-and-usage-stats */
export function ipAvailability(state: NetworkState): Route[] {
  const path = '/v2.0/network-ip-availabilities';
  return [
    route({
      method: 'GET',
      path,
      rule: 'admin',
      policy: 'get_network_ip_availability',
      docs: DOCS,
      run: (call) => {
        const views = state.networks.all().map((network) => view(state, network));
        return listAnswer(call, 'network_ip_availabilities', views, { missing: networkNotFound });
      },
    }),
    route({
      method: 'GET',
      path: `${path}/{id}`,
      rule: 'admin',
      policy: 'get_network_ip_availability',
      docs: DOCS,
      run: (call) => {
        const network = state.networks.get(call.param('id'));
        if (!network) throw networkNotFound(call.param('id'));
        const { id: _, ...shown } = view(state, network);
        return { status: 200, body: { network_ip_availability: shown } };
      },
    }),
  ];
}
