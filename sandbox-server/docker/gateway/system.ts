import { z } from 'zod';
import type { Learner } from './learner.ts';
import { ownFilter } from './lookup.ts';
import { forbidden } from './refusal.ts';
import { plain, type Route, route } from './route.ts';
import { apiVersion, leastVersion } from './versions.ts';

/** What every answer to a ping says of the engine. */
const pingHeaders = {
  'Api-Version': apiVersion,
  'Builder-Version': '1',
  'Docker-Experimental': 'false',
  Ostype: 'linux',
  'Cache-Control': 'no-cache, no-store, must-revalidate',
  Pragma: 'no-cache',
  'Content-Type': 'text/plain; charset=utf-8',
};

const ping = route('GET', '/_ping', plain, () => ({ status: 200, headers: pingHeaders, text: 'OK' }));
const pingHead = route('HEAD', '/_ping', plain, () => ({ status: 200, headers: pingHeaders }));

/** What of the engine's version anybody may know. */
const versionAnswer = z.object({
  Version: z.string(),
  GitCommit: z.string().optional(),
  GoVersion: z.string().optional(),
  Os: z.string(),
  Arch: z.string(),
  BuildTime: z.string().optional(),
});

const version = route('GET', '/version', plain, async ({ learner }) => {
  const found = versionAnswer.parse(await learner.engine.json({ method: 'GET', path: '/version' }));
  const engine = {
    Name: 'Engine',
    Version: found.Version,
    Details: {
      ApiVersion: apiVersion,
      Arch: found.Arch,
      BuildTime: found.BuildTime ?? '',
      Experimental: 'false',
      GitCommit: found.GitCommit ?? '',
      GoVersion: found.GoVersion ?? '',
      KernelVersion: '',
      MinAPIVersion: leastVersion,
      Os: found.Os,
    },
  };
  return {
    status: 200,
    json: {
      Platform: { Name: 'Docker Engine, shared by a class' },
      Components: [engine],
      ...found,
      ApiVersion: apiVersion,
      MinAPIVersion: leastVersion,
      KernelVersion: '',
      Experimental: false,
    },
  };
});

const counted = z.array(z.object({ State: z.string() }));
const infoAnswer = z.object({
  ServerVersion: z.string(),
  Driver: z.string(),
  OSType: z.string(),
  Architecture: z.string(),
  CgroupDriver: z.string().optional(),
  CgroupVersion: z.string().optional(),
});

async function states(learner: Learner): Promise<string[]> {
  const query = { all: true, filters: ownFilter(learner) };
  const found = await learner.engine.json({ method: 'GET', path: '/containers/json', query });
  return counted.parse(found).map(({ State }) => State);
}

/** The host as a learner sees it: their own, with their own containers on it. */
const info = route('GET', '/info', plain, async ({ learner }) => {
  const engine = infoAnswer.parse(await learner.engine.json({ method: 'GET', path: '/info' }));
  const found = await states(learner);
  const of = (state: string): number => found.filter((each) => each === state).length;
  const { limits } = learner;
  return {
    status: 200,
    json: {
      ...hostInfo,
      ...engine,
      ID: learner.tenant.id,
      Containers: found.length,
      ContainersRunning: of('running'),
      ContainersPaused: of('paused'),
      ContainersStopped: found.length - of('running') - of('paused'),
      NCPU: limits.processors.most / 1e9,
      MemTotal: limits.memory.most,
      SystemTime: new Date().toISOString(),
    },
  };
});

/** What is the same for everybody. */
const hostInfo = {
  Name: 'docker-host',
  OperatingSystem: 'A host of your own, on an engine that a class shares',
  KernelVersion: '',
  OSVersion: '',
  DockerRootDir: '/var/lib/docker',
  IndexServerAddress: '',
  Images: 0,
  DriverStatus: [],
  Plugins: {
    Volume: ['local'],
    Network: ['bridge', 'host', 'null'],
    Authorization: null,
    Log: ['json-file', 'local'],
  },
  MemoryLimit: true,
  SwapLimit: true,
  CpuCfsPeriod: true,
  CpuCfsQuota: true,
  CPUShares: true,
  CPUSet: true,
  PidsLimit: true,
  IPv4Forwarding: true,
  BridgeNfIptables: true,
  BridgeNfIp6tables: true,
  Debug: false,
  OomKillDisable: false,
  LoggingDriver: 'json-file',
  ExperimentalBuild: false,
  LiveRestoreEnabled: false,
  Labels: [],
  Warnings: null,
  SecurityOptions: ['name=seccomp,profile=default', 'name=no-new-privileges'],
  Runtimes: { runc: { path: 'runc' } },
  DefaultRuntime: 'runc',
  InitBinary: 'docker-init',
  Isolation: '',
  HttpProxy: '',
  HttpsProxy: '',
  NoProxy: '',
  RegistryConfig: { IndexConfigs: {}, InsecureRegistryCIDRs: [], Mirrors: [] },
  Swarm: {
    NodeID: '',
    NodeAddr: '',
    LocalNodeState: 'inactive',
    ControlAvailable: false,
    Error: '',
    RemoteManagers: null,
  },
} as const;

const login = route('POST', '/auth', plain, () => {
  throw forbidden(
    'Nobody logs in to registries here: images that are offered are pulled without an account.',
  );
});

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System */
export const systemRoutes: readonly Route[] = [ping, pingHead, version, info, login];
