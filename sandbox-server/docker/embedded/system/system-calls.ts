import { z } from 'zod';
import type { DockerHost } from '../host.ts';
import { none, type Route, route } from '../route.ts';

const PLATFORM = 'Simulated by Get Out of My Cloud';
const VERSION = '20.10.24+simulated';
const KERNEL = '6.1.0-28-cloud-amd64';

const pong = (): Response =>
  new Response('OK', {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'builder-version': '1',
      'cache-control': 'no-cache, no-store, must-revalidate',
      pragma: 'no-cache',
    },
  });

function versionView(): object {
  const details = {
    ApiVersion: '1.41',
    Arch: 'amd64',
    BuildTime: '2026-01-15T00:00:00.000000000+00:00',
    Experimental: 'false',
    GitCommit: 'simulated',
    GoVersion: 'none',
    KernelVersion: KERNEL,
    MinAPIVersion: '1.24',
    Os: 'linux',
  };
  return {
    Platform: { Name: PLATFORM },
    Components: [
      { Name: 'Engine', Version: VERSION, Details: details },
      { Name: PLATFORM, Version: '0.1.0', Details: { GitCommit: 'simulated' } },
    ],
    Version: VERSION,
    ApiVersion: details.ApiVersion,
    MinAPIVersion: details.MinAPIVersion,
    GitCommit: details.GitCommit,
    GoVersion: details.GoVersion,
    Os: details.Os,
    Arch: details.Arch,
    KernelVersion: KERNEL,
    BuildTime: details.BuildTime,
  };
}

/** What every engine of this kind is. */
const SAME = {
  Driver: 'simulated',
  DriverStatus: [['Simulated by', 'Get Out of My Cloud']],
  Plugins: {
    Volume: ['local'],
    Network: ['bridge', 'host', 'null'],
    Authorization: null,
    Log: ['json-file', 'none'],
  },
  MemoryLimit: true,
  SwapLimit: true,
  KernelMemory: false,
  CpuCfsPeriod: true,
  CpuCfsQuota: true,
  CPUShares: true,
  CPUSet: true,
  PidsLimit: true,
  IPv4Forwarding: true,
  BridgeNfIptables: true,
  BridgeNfIp6tables: true,
  Debug: false,
  NFd: 0,
  OomKillDisable: true,
  NGoroutines: 0,
  LoggingDriver: 'json-file',
  CgroupDriver: 'cgroupfs',
  CgroupVersion: '2',
  NEventsListener: 0,
  KernelVersion: KERNEL,
  OSVersion: '12',
  OSType: 'linux',
  Architecture: 'x86_64',
  IndexServerAddress: 'https://index.docker.io/v1/',
  RegistryConfig: {
    AllowNondistributableArtifactsCIDRs: [],
    AllowNondistributableArtifactsHostnames: [],
    InsecureRegistryCIDRs: ['127.0.0.0/8'],
    IndexConfigs: { 'docker.io': { Name: 'docker.io', Mirrors: [], Secure: true, Official: true } },
    Mirrors: [],
  },
  GenericResources: null,
  DockerRootDir: '/var/lib/docker',
  HttpProxy: '',
  HttpsProxy: '',
  NoProxy: '',
  Labels: [`simulated-by=${PLATFORM}`],
  ExperimentalBuild: false,
  ServerVersion: VERSION,
  Runtimes: { runc: { path: 'simulated' } },
  DefaultRuntime: 'runc',
  Swarm: {
    NodeID: '',
    NodeAddr: '',
    LocalNodeState: 'inactive',
    ControlAvailable: false,
    Error: '',
    RemoteManagers: null,
  },
  LiveRestoreEnabled: false,
  Isolation: '',
  InitBinary: 'docker-init',
  ContainerdCommit: { ID: '', Expected: '' },
  RuncCommit: { ID: '', Expected: '' },
  InitCommit: { ID: '', Expected: '' },
  SecurityOptions: ['name=seccomp,profile=default'],
  Warnings: ['WARNING: This engine and its containers are simulated by Get Out of My Cloud'],
};

function infoView(host: DockerHost): object {
  const { id, name, machine, clock } = host;
  const count = (status: string): number =>
    host.containers.filter((container) => container.status === status).length;
  return {
    ...SAME,
    ID: id,
    Containers: host.containers.length,
    ContainersRunning: count('running') + count('restarting'),
    ContainersPaused: count('paused'),
    ContainersStopped: host.containers.length - count('running') - count('restarting') - count('paused'),
    Images: host.images.all().length,
    SystemTime: new Date(clock.now()).toISOString(),
    OperatingSystem: `${machine.image.issue}`,
    NCPU: machine.card.flavor.vcpus,
    MemTotal: machine.card.flavor.ram * 1024 * 1024,
    Name: name,
  };
}

/** What the engine says of itself. */
export const systemCalls: readonly Route[] = [
  route({
    method: 'GET',
    path: '/_ping',
    query: none,
    body: none,
    docs: 'System/operation/SystemPing',
    run: pong,
  }),
  route({
    method: 'HEAD',
    path: '/_ping',
    query: none,
    body: none,
    docs: 'System/operation/SystemPingHead',
    run: pong,
  }),
  route({
    method: 'GET',
    path: '/version',
    query: none,
    body: none,
    docs: 'System/operation/SystemVersion',
    run: () => ({ json: versionView() }),
  }),
  route({
    method: 'GET',
    path: '/info',
    query: none,
    body: none,
    docs: 'System/operation/SystemInfo',
    run: ({ host }) => ({ json: infoView(host) }),
  }),
  route({
    method: 'POST',
    path: '/auth',
    query: none,
    body: z.object({ username: z.string().default('') }),
    docs: 'System/operation/SystemAuth',
    run: () => ({ json: { Status: 'Login Succeeded', IdentityToken: '' } }),
  }),
];
