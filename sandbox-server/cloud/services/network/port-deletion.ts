import { standIn } from './floating-association.ts';
import type { PortRecord } from './ports.ts';
import type { NetworkState } from './state.ts';

/** The ports that keep a network from being deleted. */
export function portsInTheWay(state: NetworkState, network: string): PortRecord[] {
  return state.ports.where((port) => port.network === network && port.deviceOwner !== 'network:dhcp');
}

/** Takes a port away; floating IPs that led to it lead nowhere then. */
export function deletePort(state: NetworkState, port: PortRecord): void {
  for (const floating of state.floatingIps.where((each) => each.port === port.id)) {
    state.floatingIps.put(standIn(state, floating));
  }
  state.ports.remove(port.id);
}
