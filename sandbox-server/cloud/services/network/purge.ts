import { deleteFloatingIp } from './floating-ips.ts';
import { deletePort } from './port-deletion.ts';
import { removeGroup } from './security-groups.ts';
import type { NetworkState } from './state.ts';

/** Removes all that a project has on the network, dependants first; its quota goes back to the default. */
export function purgeProject(state: NetworkState, project: string): void {
  const own = (record: { project: string }): boolean => record.project === project;
  for (const floating of state.floatingIps.where(own)) deleteFloatingIp(state, floating);
  for (const router of state.routers.where(own)) {
    for (const port of state.ports.where((each) => each.device === router.id)) deletePort(state, port);
    state.routers.remove(router.id);
  }
  const networks = state.networks.where(own).map((network) => network.id);
  for (const port of state.ports.where((each) => own(each) || networks.includes(each.network))) {
    deletePort(state, port);
  }
  for (const subnet of state.subnets.where((each) => own(each) || networks.includes(each.network))) {
    state.subnets.remove(subnet.id);
  }
  for (const network of networks) state.networks.remove(network);
  for (const group of state.groups.where(own)) removeGroup(state, group.id);
  state.quotas.reset(project);
}
