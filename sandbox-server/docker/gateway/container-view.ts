import type {
  EndpointAnswer,
  InspectedContainer,
  ListedContainer,
  MountAnswer,
} from '../engine-api/container-answers.ts';
import { nobody } from './container-create.ts';
import { readShown, type Shown } from './shown.ts';
import { label, ownLabels, type Tenant } from './tenant.ts';

/** A mount, with a place as it were on a host of the learner's own: the true one is nobody's business. */
function mountView(tenant: Tenant, { Name, Source: _, ...rest }: MountAnswer) {
  if (Name === undefined) return { ...rest, Source: '' };
  const name = tenant.outward(Name) ?? Name;
  return { ...rest, Name: name, Source: `/var/lib/docker/volumes/${name}/_data` };
}

const linkView = (tenant: Tenant, links: readonly string[] | null | undefined): string[] | null =>
  links ? links.map((link) => tenant.words(link)) : null;

/** Networks by the learner's names. */
function networksView(
  tenant: Tenant,
  networks: Record<string, EndpointAnswer> | null | undefined,
  { name, network }: Shown,
) {
  if (network === 'host') return { host: { ...noEndpoint } };
  const entries = Object.entries(networks ?? {}).map(([key, { Links, Aliases, ...rest }]) => {
    const aliases = Aliases?.filter((alias) => alias !== name) ?? null;
    return [
      networkName(tenant, key),
      { ...rest, Links: linkView(tenant, Links), Aliases: aliases?.length === 0 ? null : aliases },
    ] as const;
  });
  return Object.fromEntries(entries);
}

const noEndpoint = {
  IPAMConfig: null,
  Links: null,
  Aliases: null,
  NetworkID: '',
  EndpointID: '',
  Gateway: '',
  IPAddress: '',
  IPPrefixLen: 0,
  IPv6Gateway: '',
  GlobalIPv6Address: '',
  GlobalIPv6PrefixLen: 0,
  MacAddress: '',
  DriverOpts: null,
};

const networkName = (tenant: Tenant, name: string): string => tenant.outward(name) ?? name;

/** A mode of a network as it was asked for. */
function modeView(tenant: Tenant, mode: string, { network }: Shown): string {
  return network ?? (tenant.outward(mode) === 'bridge' ? 'default' : networkName(tenant, mode));
}

/** The published ports as the learner wished them. */
function portBindings({ ports = {} }: Shown) {
  return Object.fromEntries(
    Object.entries(ports).map(([port, wished]) => [
      port,
      wished.map((each) => ({ HostIp: '0.0.0.0', HostPort: String(each) })),
    ]),
  );
}

/** One line of `docker ps`. */
export function listedView(tenant: Tenant, found: ListedContainer) {
  const { Names, Labels, NetworkSettings, Mounts, Ports, Image, ...rest } = found;
  const shown = readShown(Labels?.[label.shown]);
  const isRunning = found.State === 'running';
  const wished = Object.entries(isRunning ? (shown.ports ?? {}) : {}).flatMap(([port, public_]) =>
    public_.map((each) => ({
      IP: '0.0.0.0',
      PrivatePort: Number.parseInt(port, 10),
      PublicPort: each,
      Type: port.split('/')[1] ?? 'tcp',
    })),
  );
  const open = (Ports ?? []).filter(
    ({ PrivatePort, Type }) => !wished.some((each) => each.PrivatePort === PrivatePort && each.Type === Type),
  );
  const networks = networksView(tenant, NetworkSettings?.Networks, shown);
  return {
    ...rest,
    Names: (Names ?? []).flatMap((name) => nameView(tenant, name)),
    Image: Labels?.[label.image] ?? Image,
    Labels: ownLabels(Labels),
    Ports: [...wished, ...open],
    HostConfig: {
      NetworkMode: shown.network ?? Object.keys(networks)[0]?.replace(/^bridge$/, 'default') ?? 'none',
    },
    NetworkSettings: { Networks: networks },
    Mounts: (Mounts ?? []).map((each) => mountView(tenant, each)),
  };
}

/** A container's name, and those of links to it: `/web`, `/db/web`. */
function nameView(tenant: Tenant, name: string): string[] {
  const parts = name
    .slice(1)
    .split('/')
    .map((part, index) => (index === 0 ? tenant.outward(part) : part));
  return parts[0] === undefined ? [] : [`/${parts.join('/')}`];
}

/** `docker inspect` of a container. */
export function inspectedView(tenant: Tenant, found: InspectedContainer) {
  const { Config, HostConfig, NetworkSettings, Mounts, Name, ...rest } = found;
  const { Labels } = Config;
  const shown = readShown(Labels?.[label.shown]);
  const bindings = portBindings(shown);
  const networks = networksView(tenant, NetworkSettings.Networks, shown);
  const mounts = (Mounts ?? []).map((each) => mountView(tenant, each));
  return {
    ...rest,
    Name: `/${tenant.outward(Name) ?? ''}`,
    ResolvConfPath: '',
    HostnamePath: '',
    HostsPath: '',
    LogPath: '',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    State: { ...found.State, Pid: 0, Error: tenant.words(found.State.Error) },
    GraphDriver: { Name: found.Driver, Data: null },
    Mounts: mounts,
    Config: { ...Config, Image: Labels?.[label.image] ?? Config.Image, Labels: ownLabels(Labels) },
    HostConfig: {
      ...HostConfig,
      NetworkMode: modeView(tenant, HostConfig.NetworkMode, shown),
      PortBindings: bindings,
      Binds: mounts.flatMap(({ Type, Destination, RW, ...each }) =>
        Type === 'volume' && 'Name' in each ? [`${each.Name}:${Destination}:${RW ? 'rw' : 'ro'}`] : [],
      ),
      Links: null,
      Dns: HostConfig.Dns?.filter((server) => server !== nobody) ?? [],
    },
    NetworkSettings: {
      ...NetworkSettings,
      Bridge: '',
      Ports: found.State.Running ? { ...NetworkSettings.Ports, ...bindings } : {},
      SandboxKey: '',
      Networks: networks,
    },
  };
}
