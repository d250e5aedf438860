import { makeNetwork } from './networks.ts';
import type { NetworkState } from './state.ts';
import { makeSubnet } from './subnets.ts';

/** The network by which the outside is reached: gateways of routers and floating IPs live on it. */
const PUBLIC_NETWORK = { name: 'public', cidr: '203.0.113.0/24', gateway: '203.0.113.1' };

/** Makes the network `public`, owned by `project`, unless there is one. */
export function seedPublicNetwork(state: NetworkState, project: string): void {
  if (state.networks.find((network) => network.external)) return;
  const network = makeNetwork(state, project, {
    name: PUBLIC_NETWORK.name,
    'router:external': true,
    'provider:network_type': 'flat',
    'provider:physical_network': 'public',
  });
  makeSubnet(state, project, {
    network_id: network.id,
    name: 'public-subnet',
    ip_version: 4,
    cidr: PUBLIC_NETWORK.cidr,
    gateway_ip: PUBLIC_NETWORK.gateway,
    enable_dhcp: false,
  });
}
