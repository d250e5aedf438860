import type { z } from 'zod';
import type { ContainerConfig, createBodySchema, EndpointInput, Healthcheck } from '../config.ts';
import { endpointSchema } from '../config.ts';
import { badRequest, conflict, DockerFault, notFound } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import type { ContainerRecord, EndpointRecord } from './container-record.ts';
import { mountPointsFor } from './mount-points.ts';
import { signalNamed } from './signal-named.ts';

/** Containers that one engine keeps. */
const MOST_CONTAINERS = 60;
const LEAST_MEMORY = 6 * 1024 * 1024;
const NAME = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** What is asked for when a container is created. */
export type CreateBody = z.output<typeof createBodySchema>;

/** Makes the record of a container, and the volumes that it needs. @throws DockerFault */
export function planContainer(host: DockerHost, body: CreateBody, asked: string): ContainerRecord {
  const { HostConfig: hostConfig, NetworkingConfig, ...given } = body;
  if (host.containers.length >= MOST_CONTAINERS)
    throw new DockerFault(
      500,
      `this simulated engine keeps at most ${MOST_CONTAINERS} containers: remove some with docker rm`,
    );
  const image = host.images.find(given.Image);
  if (!image) host.images.demand(given.Image);
  if (!image) throw notFound(`No such image: ${given.Image}`);
  demandSense(body);
  const id = host.newId();
  const name = nameFor(host, asked);
  const config = merged(given, image.config, id, hostConfig.NetworkMode === 'host' ? host.name : undefined);
  const [path, ...args] = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (path === undefined) throw badRequest('No command specified');
  return {
    id,
    name,
    created: host.clock.now(),
    image: image.id,
    layers: image.layers,
    path,
    args,
    config,
    hostConfig: {
      ...hostConfig,
      ...(hostConfig.Memory > 0 && hostConfig.MemorySwap === 0 && { MemorySwap: 2 * hostConfig.Memory }),
    },
    state: {
      status: 'created',
      exitCode: 0,
      error: '',
      oomKilled: false,
      startedAt: null,
      finishedAt: null,
      restarts: 0,
      byHand: false,
    },
    mounts: mountPointsFor(host, config, hostConfig),
    endpoints: endpointsFor(host, hostConfig.NetworkMode, NetworkingConfig ?? {}),
  };
}

function demandSense({ HostConfig, StopSignal }: CreateBody): void {
  const { Memory, RestartPolicy, AutoRemove, NetworkMode, PortBindings } = HostConfig;
  if (Memory > 0 && Memory < LEAST_MEMORY) throw badRequest('Minimum memory limit allowed is 6MB');
  if (AutoRemove && RestartPolicy.Name !== 'no')
    throw badRequest("can't create 'AutoRemove' container with restart policy");
  if (!['no', 'always', 'on-failure', 'unless-stopped'].includes(RestartPolicy.Name))
    throw badRequest(`invalid restart policy '${RestartPolicy.Name}'`);
  if (RestartPolicy.Name !== 'on-failure' && RestartPolicy.MaximumRetryCount > 0)
    throw badRequest(`maximum retry count cannot be used with restart policy '${RestartPolicy.Name}'`);
  if (NetworkMode.startsWith('container:') && Object.keys(PortBindings).length > 0)
    throw badRequest('conflicting options: port publishing and the container type network mode');
  if (StopSignal && !signalNamed(StopSignal)) throw badRequest(`Invalid signal: ${StopSignal}`);
}

/** @throws DockerFault for a name that is none, or another's */
export function nameFor(host: DockerHost, asked: string): string {
  if (asked === '') return host.freeName();
  if (!NAME.test(asked))
    throw badRequest(`Invalid container name (${asked}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
  const name = asked.replace(/^\//, '');
  const other = host.containers.find((container) => container.name === name);
  if (other)
    throw conflict(
      `Conflict. The container name "/${name}" is already in use by container "${other.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  return name;
}

/** What was asked for over what the image has. */
function merged(
  given: ContainerConfig,
  image: ContainerConfig,
  id: string,
  hostName: string | undefined,
): ContainerConfig {
  const names = new Set((given.Env ?? []).map(variableName));
  const Env = [...(given.Env ?? []), ...(image.Env ?? []).filter((line) => !names.has(variableName(line)))];
  const isOwnEntrypoint = given.Entrypoint !== null && given.Entrypoint.join('') !== '';
  const isReset = given.Entrypoint !== null && given.Entrypoint.join('') === '';
  const Entrypoint = isOwnEntrypoint ? given.Entrypoint : isReset ? null : image.Entrypoint;
  const Cmd = given.Cmd?.length ? given.Cmd : isOwnEntrypoint || isReset ? given.Cmd : image.Cmd;
  const ports = { ...image.ExposedPorts, ...given.ExposedPorts };
  const volumes = { ...image.Volumes, ...given.Volumes };
  return {
    ...given,
    Hostname: given.Hostname || hostName || id.slice(0, 12),
    User: given.User || image.User,
    Env,
    Cmd,
    Entrypoint,
    ExposedPorts: Object.keys(ports).length > 0 ? ports : null,
    Volumes: Object.keys(volumes).length > 0 ? volumes : null,
    WorkingDir: given.WorkingDir || image.WorkingDir,
    Labels: { ...image.Labels, ...given.Labels },
    Healthcheck: healthcheck(given.Healthcheck, image.Healthcheck),
    ...((given.StopSignal ?? image.StopSignal) && { StopSignal: given.StopSignal ?? image.StopSignal }),
    Shell: given.Shell ?? image.Shell,
    OnBuild: null,
  };
}

const variableName = (line: string): string => line.replace(/=.*/s, '');

function healthcheck(
  given: Healthcheck | undefined,
  image: Healthcheck | undefined,
): Healthcheck | undefined {
  if (!given || !image) return given ?? image;
  return {
    Test: given.Test.length > 0 ? given.Test : image.Test,
    Interval: given.Interval || image.Interval,
    Timeout: given.Timeout || image.Timeout,
    StartPeriod: given.StartPeriod || image.StartPeriod,
    Retries: given.Retries || image.Retries,
  };
}

function endpointsFor(
  host: DockerHost,
  mode: string,
  given: Readonly<Record<string, EndpointInput | null>>,
): Record<string, EndpointRecord> {
  if (mode === 'host' || mode.startsWith('container:')) return {};
  const main = mode === 'default' ? 'bridge' : mode;
  const own = Object.entries(given).map(([name, input]): [string, EndpointInput | null] => [
    name === 'default' ? main : name,
    input,
  ]);
  const asked = new Map<string, EndpointInput | null>([[main, null], ...own]);
  return Object.fromEntries(
    [...asked].flatMap(([name, input]) => {
      const network = host.networks.find(name);
      if (name === 'none') return [];
      if (network?.driver === 'host') return [];
      return [[network?.name ?? name, endpointRecord(host, network?.id ?? '', input)]];
    }),
  );
}

/** A card that is not plugged in yet. */
export function endpointRecord(
  host: DockerHost,
  network: string,
  input: EndpointInput | null,
): EndpointRecord {
  return { network, id: host.newId(), asked: input ?? endpointSchema.parse({}), address: '', mac: '' };
}
