import type { NetworkState } from './state.ts';

/**
 * The records, as whoever carries the packets needs them: plain data, that is the same object for as long as
 * nothing has changed.
 */
export function topologyOf(state: NetworkState) {
  let version = state.version();
  let kept = read(state);
  return () => {
    if (version !== state.version()) {
      version = state.version();
      kept = read(state);
    }
    return kept;
  };
}

const read = (state: NetworkState) => ({
  networks: state.networks
    .all()
    .map(({ id, name, project, external, up }) => ({ id, name, project, external, up })),
  subnets: state.subnets.all().map(({ id, name, network, cidr, gateway, hostRoutes }) => ({
    ...{ id, name, network, cidr, gateway },
    routes: hostRoutes.map(({ destination, nexthop }) => ({ destination, nextHop: nexthop })),
  })),
  ports: state.ports.all().map((port) => ({
    ...{ id: port.id, name: port.name, project: port.project, network: port.network },
    // Anybody may write a server's id on a port of theirs; only what the cloud has bound is that server's card.
    device: port.host !== '' || port.deviceOwner.startsWith('network:') ? port.device : '',
    owner: port.deviceOwner,
    addresses: port.fixedIps,
    groups: port.groups,
    secured: port.portSecurity,
    up: port.up,
  })),
  routers: state.routers.all().map(({ id, name, project, up, gateway, routes }) => ({
    ...{ id, name, project, up },
    gateway: gateway && {
      network: gateway.network,
      addresses: (state.ports.get(gateway.port)?.fixedIps ?? []).map(({ address }) => address),
      sourceNat: gateway.sourceNat,
    },
    routes: routes.map(({ destination, nexthop }) => ({ destination, nextHop: nexthop })),
  })),
  groups: groupsOf(state),
  floatingIps: state.floatingIps.all().map(({ id, address, network, port, fixedAddress, router }) => ({
    ...{ id, address, network, port, fixedAddress, router },
  })),
});

const groupsOf = (state: NetworkState) => {
  const rules = Map.groupBy(state.rules.all(), (rule) => rule.group);
  return state.groups.all().map(({ id, name, project }) => ({
    ...{ id, name, project },
    rules: (rules.get(id) ?? []).map((rule) => ({
      id: rule.id,
      direction: rule.direction,
      family: rule.ethertype,
      protocol: rule.protocol,
      first: rule.portMin,
      last: rule.portMax,
      remotePrefix: rule.remotePrefix,
      remoteGroup: rule.remoteGroup,
    })),
  }));
};

/** What `topologyOf` gives. */
export type Topology = ReturnType<typeof read>;
