import { prefixLength } from '../../../machines/network/addresses.ts';
import { AddressInUse } from '../../../machines/network/errors.ts';
import type { Listening } from '../../../machines/network/plugged.ts';
import type { EndpointInput } from '../config.ts';
import { badRequest, conflict, DockerFault } from '../fault.ts';
import type { NetworkRecord } from '../networks/network-record.ts';
import type { Container } from './container.ts';
import { endpointRecord } from './create-container.ts';

const FIRST_EPHEMERAL = 49_153;
const doors = new WeakMap<Container, Listening[]>();
const bindings = new WeakMap<Container, Map<string, { HostIp: string; HostPort: string }[]>>();

/** The ports of the host that lead to a container now. */
export function publishedPorts(
  container: Container,
): ReadonlyMap<string, { HostIp: string; HostPort: string }[]> {
  return bindings.get(container) ?? new Map();
}

/** The container whose cards another one uses; undefined when it has its own. @throws DockerFault */
export function sharedNetwork(container: Container): string | undefined {
  const { host, record } = container;
  const mode = record.hostConfig.NetworkMode;
  if (mode === 'host') return host.machine.id;
  if (!mode.startsWith('container:')) return undefined;
  const other = host.demand(mode.slice('container:'.length));
  if (!other.isUp) throw conflict(`cannot join network of a non running container: ${other.id}`);
  return other.networkId;
}

/** Gives a container its cards: an address on each network, and the host's ports that lead to it. @throws DockerFault */
export async function plugIn(container: Container): Promise<void> {
  const { host, record, machine } = container;
  const shared = sharedNetwork(container);
  if (shared !== undefined) host.network.share(container.networkId, shared);
  const endpoints = { ...record.endpoints };
  for (const [name, endpoint] of container.endpoints()) {
    const network = host.networks.demand(name);
    endpoints[name] = {
      ...endpoint,
      network: network.id,
      ...host.networks.allocate(network, endpoint.asked.IPAMConfig?.IPv4Address ?? ''),
    };
  }
  // Kept once it runs.
  container.hold({ endpoints });
  refreshCard(container);
  host.networks.changed();
  host.network.plug(machine.id, { hostname: machine.hostname });
  publish(container);
  for (const [name, { network }] of container.endpoints())
    host.events.add('network', 'connect', network, {
      container: container.id,
      name,
      type: host.networks.demand(name).driver,
    });
}

/** What the container's own tools say of its cards. */
export function refreshCard(container: Container): void {
  const { host, machine } = container;
  const ports = container.endpoints().flatMap(([name, { address, mac, id }], index) => {
    const pool = host.networks.find(name)?.pool;
    return pool && address !== ''
      ? [
          {
            id,
            mac,
            device: `eth${index}`,
            addresses: [{ address, prefix: prefixLength(pool.Subnet), gateway: pool.Gateway }],
          },
        ]
      : [];
  });
  machine.card = { ...machine.card, ports };
}

/** Takes the addresses and the ports of the host back. */
export function plugOut(container: Container): void {
  const { host } = container;
  for (const door of doors.get(container) ?? []) door.close();
  doors.delete(container);
  bindings.delete(container);
  for (const [name, endpoint] of container.endpoints())
    if (endpoint.address !== '')
      host.events.add('network', 'disconnect', endpoint.network, {
        container: container.id,
        name,
        type: 'bridge',
      });
  const endpoints = Object.fromEntries(
    container.endpoints().map(([name, endpoint]) => [name, { ...endpoint, address: '', mac: '' }]),
  );
  container.keep({ endpoints });
  host.networks.changed();
  host.network.forget(container.networkId);
}

function publish(container: Container): void {
  const { record } = container;
  const { PortBindings, PublishAllPorts } = record.hostConfig;
  const wanted = new Map(
    Object.entries(PortBindings).map(([port, places]) => [
      port,
      places?.length ? places : [{ HostIp: '', HostPort: '' }],
    ]),
  );
  if (PublishAllPorts)
    for (const port of Object.keys(record.config.ExposedPorts ?? {}))
      if (!wanted.has(port)) wanted.set(port, [{ HostIp: '', HostPort: '' }]);
  const open: Listening[] = [];
  const bound = new Map<string, { HostIp: string; HostPort: string }[]>();
  doors.set(container, open);
  const address = container.endpoints().find(([, endpoint]) => endpoint.address !== '')?.[1].address;
  if (address === undefined) return;
  for (const [port, places] of wanted)
    for (const { HostIp, HostPort } of places) {
      const [inner = '', protocol = 'tcp'] = port.split('/');
      const number =
        HostPort === '' || HostPort === '0' ? freePort(container) : Number(HostPort.split('-')[0]);
      if (!Number.isInteger(number) || number < 1 || number > 65_535)
        throw badRequest(`Invalid hostPort: ${HostPort}`);
      const ip = HostIp === '' ? '0.0.0.0' : HostIp;
      if (protocol === 'tcp') open.push(listen(container, { ip, number, address, inner: Number(inner) }));
      bound.set(port, [...(bound.get(port) ?? []), { HostIp: ip, HostPort: String(number) }]);
    }
  bindings.set(container, bound);
}

function listen(
  container: Container,
  { ip, number, address, inner }: { ip: string; number: number; address: string; inner: number },
): Listening {
  const { host, name } = container;
  try {
    const from = { machine: host.machine.id };
    return host.network.listen(
      host.machine.id,
      number,
      { kind: 'forward', from, to: address, port: inner },
      ip,
    );
  } catch (error) {
    if (!(error instanceof AddressInUse)) throw error;
    throw new DockerFault(
      500,
      `driver failed programming external connectivity on endpoint ${name} (${container.id}): Bind for ${ip}:${number} failed: port is already allocated`,
    );
  }
}

function freePort({ host }: Container): number {
  const taken = new Set(host.network.listeners(host.machine.id).map(({ port }) => port));
  let port = FIRST_EPHEMERAL;
  while (taken.has(port)) port += 1;
  return port;
}

/** The files that the engine writes for a container. */
export function filesFor(container: Container): Record<string, string> {
  const { record } = container;
  const { Hostname, Domainname } = record.config;
  const full = Domainname === '' ? Hostname : `${Hostname}.${Domainname} ${Hostname}`;
  const own = container
    .endpoints()
    .flatMap(([, { address }]) => (address === '' ? [] : [`${address}\t${full}\n`]));
  const extra = (record.hostConfig.ExtraHosts ?? []).map((line) => {
    const at = line.indexOf(':');
    const address = line.slice(at + 1) === 'host-gateway' ? '172.17.0.1' : line.slice(at + 1);
    return `${address}\t${line.slice(0, at)}\n`;
  });
  const isOwn = container.endpoints().some(([name]) => !['bridge', 'host', 'none'].includes(name));
  const servers = record.hostConfig.Dns?.length
    ? record.hostConfig.Dns
    : [isOwn ? '127.0.0.11' : '192.0.2.53'];
  return {
    '/etc/hostname': `${Hostname}\n`,
    '/etc/hosts': `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nff00::0\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n${extra.join('')}${linksOf(container)}${own.join('')}`,
    '/etc/resolv.conf': `${servers.map((server) => `nameserver ${server}\n`).join('')}${isOwn ? 'options ndots:0\n' : ''}`,
  };
}

/** `--link` on the default bridge: the other's address under its names. */
function linksOf({ host, record }: Container): string {
  return (record.hostConfig.Links ?? [])
    .map((link) => {
      const [name = '', alias = name] = link.split(':');
      const other = host.find(name);
      const address = other?.endpoints()[0]?.[1].address;
      return other && address
        ? `${address}\t${alias.replace(/^.*\//, '')} ${other.id.slice(0, 12)} ${other.name}\n`
        : '';
    })
    .join('');
}

/** Gives a container one more card, at once when it runs. @throws DockerFault */
export function attach(container: Container, network: NetworkRecord, asked: EndpointInput | null): void {
  const { host, record } = container;
  if (record.hostConfig.NetworkMode === 'host' || network.driver === 'host')
    throw new DockerFault(
      403,
      'container cannot be disconnected from host network or connected to host network',
    );
  if (container.endpointOn(network.id))
    throw new DockerFault(
      403,
      `endpoint with name ${container.name} already exists in network ${network.name}`,
    );
  if (asked?.IPAMConfig?.IPv4Address && !network.configured)
    throw badRequest(
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    );
  const endpoint = endpointRecord(host, network.id, asked);
  const place = container.isUp ? host.networks.allocate(network, asked?.IPAMConfig?.IPv4Address ?? '') : {};
  container.keep({ endpoints: { ...record.endpoints, [network.name]: { ...endpoint, ...place } } });
  refreshCard(container);
  host.networks.changed();
  host.events.add('network', 'connect', network.id, {
    container: container.id,
    name: network.name,
    type: network.driver,
  });
}

/** Takes a card from a container. @throws DockerFault when it has none there */
export function detach(container: Container, network: NetworkRecord): void {
  const { host, record } = container;
  if (!container.endpointOn(network.id))
    throw new DockerFault(500, `container ${container.id} is not connected to network ${network.name}`);
  const { [network.name]: _, ...endpoints } = record.endpoints;
  container.keep({ endpoints });
  refreshCard(container);
  host.networks.changed();
  host.events.add('network', 'disconnect', network.id, {
    container: container.id,
    name: network.name,
    type: network.driver,
  });
}
