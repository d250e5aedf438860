import { configView } from '../config.ts';
import type { DockerHost } from '../host.ts';
import { isoNano, NEVER } from '../query.ts';
import type { Container } from './container.ts';
import type { EndpointRecord } from './container-record.ts';
import { publishedPorts } from './plugging.ts';

const moment = (at: number | null): string => (at === null ? NEVER : isoNano(at));

/** How long ago, or how long, in Docker's words: `About a minute`, `5 days`. */
export function durationWords(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.round(minutes / 60);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(hours / 24 / 365)} years`;
}

/** `Up 5 minutes (healthy)`, `Exited (0) 3 seconds ago`. */
export function statusWords({ host, record, health, status }: Container): string {
  const { startedAt, finishedAt, exitCode } = record.state;
  const since = (at: number | null): string => durationWords(host.clock.now() - (at ?? host.clock.now()));
  if (status === 'created') return 'Created';
  if (status === 'restarting') return `Restarting (${exitCode}) ${since(finishedAt)} ago`;
  if (status === 'dead') return 'Dead';
  if (status === 'exited')
    return finishedAt === null ? 'Created' : `Exited (${exitCode}) ${since(finishedAt)} ago`;
  if (status === 'paused') return `Up ${since(startedAt)} (Paused)`;
  const words = health.view?.Status === 'starting' ? 'health: starting' : health.view?.Status;
  return `Up ${since(startedAt)}${words ? ` (${words})` : ''}`;
}

function stateView({ record, status, health, process, machine }: Container): object {
  const { exitCode, error, oomKilled, startedAt, finishedAt } = record.state;
  return {
    Status: status,
    Running: ['running', 'paused', 'restarting'].includes(status),
    Paused: status === 'paused',
    Restarting: status === 'restarting',
    OOMKilled: oomKilled,
    Dead: status === 'dead',
    Pid: process ? (machine.processes.seenOutside(process.pid)?.pid ?? 0) : 0,
    ExitCode: exitCode,
    Error: error,
    StartedAt: moment(startedAt),
    FinishedAt: moment(finishedAt),
    ...(health.view && { Health: health.view }),
  };
}

/** A card on a network. https://docs.docker.com/reference/api/engine/version/v1.41/#model-EndpointSettings */
export function endpointView(
  { networks }: DockerHost,
  container: Container,
  name: string,
  endpoint: EndpointRecord,
): object {
  const { asked, address, mac, id } = endpoint;
  const network = networks.find(name);
  const isOn = address !== '';
  const isOwn = name !== 'bridge';
  const aliases = [...(asked.Aliases ?? []), ...(isOwn ? [container.id.slice(0, 12)] : [])];
  return {
    IPAMConfig: asked.IPAMConfig,
    Links: asked.Links,
    Aliases: isOwn ? [...new Set(aliases)] : asked.Aliases,
    NetworkID: network?.id ?? '',
    EndpointID: isOn ? id : '',
    Gateway: isOn ? (network?.pool?.Gateway ?? '') : '',
    IPAddress: address,
    IPPrefixLen: isOn ? Number(network?.pool?.Subnet.split('/')[1] ?? 0) : 0,
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    MacAddress: mac,
    DriverOpts: asked.DriverOpts ?? null,
  };
}

function networksOf(host: DockerHost, container: Container): Record<string, object> {
  const own = container
    .endpoints()
    .map(([name, endpoint]): [string, object] => [name, endpointView(host, container, name, endpoint)]);
  const mode = container.record.hostConfig.NetworkMode;
  if (own.length > 0 || !['host', 'none'].includes(mode)) return Object.fromEntries(own);
  const empty = {
    network: '',
    id: container.id,
    asked: { IPAMConfig: null, Links: null, Aliases: null, MacAddress: '' },
    address: '',
    mac: '',
  };
  return {
    [mode]: {
      ...endpointView(host, container, mode, empty),
      Aliases: null,
      EndpointID: container.isUp ? container.id : '',
    },
  };
}

function portsView(container: Container): Record<string, object[] | null> {
  if (!container.isUp) return {};
  const open = publishedPorts(container);
  const exposed = Object.keys({
    ...container.record.config.ExposedPorts,
    ...container.record.hostConfig.PortBindings,
  });
  return Object.fromEntries(exposed.map((port) => [port, open.get(port) ?? null]));
}

function networkSettings(host: DockerHost, container: Container): object {
  const endpoint = container.endpoints().find(([name]) => name === 'bridge')?.[1];
  const view = endpoint ? host.networks.find('bridge') : undefined;
  const isOn = endpoint !== undefined && endpoint.address !== '';
  return {
    Bridge: '',
    SandboxID: container.isUp ? container.id : '',
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    Ports: portsView(container),
    SandboxKey: container.isUp ? `/var/run/docker/netns/${container.id.slice(0, 12)}` : '',
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: isOn ? endpoint.id : '',
    Gateway: isOn ? (view?.pool?.Gateway ?? '') : '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: isOn ? endpoint.address : '',
    IPPrefixLen: isOn ? 16 : 0,
    IPv6Gateway: '',
    MacAddress: isOn ? endpoint.mac : '',
    Networks: networksOf(host, container),
  };
}

/** Bytes of the files that a container wrote or changed, and of all that it sees. */
export function sizesOf({ host, record, disk }: Container): { SizeRw: number; SizeRootFs: number } {
  let SizeRw = 0;
  for (const { content, size } of disk.sizes()) if (content > 0 && !disk.isUntouched(content)) SizeRw += size;
  return { SizeRw, SizeRootFs: host.images.layers.sizeOf(record.layers) + SizeRw };
}

/** A container with all that is known of it. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerInspect */
export function containerView(container: Container, withSize: boolean): object {
  const { record, host } = container;
  const folder = `/var/lib/docker/containers/${record.id}`;
  return {
    Id: record.id,
    Created: isoNano(record.created),
    Path: record.path,
    Args: record.args,
    State: stateView(container),
    Image: record.image,
    ResolvConfPath: `${folder}/resolv.conf`,
    HostnamePath: `${folder}/hostname`,
    HostsPath: `${folder}/hosts`,
    LogPath: `${folder}/${record.id}-json.log`,
    Name: `/${record.name}`,
    RestartCount: record.state.restarts,
    Driver: 'simulated',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: container.execs.size > 0 ? [...container.execs.keys()] : null,
    HostConfig: record.hostConfig,
    GraphDriver: { Data: null, Name: 'simulated' },
    ...(withSize && sizesOf(container)),
    Mounts: record.mounts,
    Config: configView(record.config),
    NetworkSettings: networkSettings(host, container),
  };
}

function portList(container: Container): object[] {
  if (!container.isUp) return [];
  return Object.entries(portsView(container)).flatMap(([port, places]) => {
    const [number = '', Type = 'tcp'] = port.split('/');
    const PrivatePort = Number(number);
    const open = publishedPorts(container).get(port) ?? [];
    return places === null
      ? [{ PrivatePort, Type }]
      : open.map(({ HostIp, HostPort }) => ({ IP: HostIp, PrivatePort, PublicPort: Number(HostPort), Type }));
  });
}

/** A container in a list. */
export function containerSummary(container: Container, withSize: boolean): object {
  const { record, host } = container;
  const words = [record.path, ...record.args].map((word) => (/[\s"']/.test(word) ? `'${word}'` : word));
  const isNamed = host.images.find(record.config.Image)?.id === record.image;
  return {
    Id: record.id,
    Names: [`/${record.name}`],
    Image: isNamed ? record.config.Image : record.image,
    ImageID: record.image,
    Command: words.join(' '),
    Created: Math.floor(record.created / 1000),
    Ports: portList(container),
    ...(withSize && sizesOf(container)),
    Labels: record.config.Labels,
    State: container.status,
    Status: statusWords(container),
    HostConfig: { NetworkMode: record.hostConfig.NetworkMode },
    NetworkSettings: { Networks: networksOf(host, container) },
    Mounts: record.mounts,
  };
}
