import { z } from 'zod';

/**
 * What the engine says of containers, as far as it is passed on. Whatever else it says, of the computer it runs
 * on for instance, falls away when these are read.
 */

const labels = z.record(z.string(), z.string()).nullish();
const strings = z.array(z.string()).nullish();

const endpointAnswer = z.object({
  IPAMConfig: z.object({ IPv4Address: z.string().optional() }).nullish(),
  Links: strings,
  Aliases: strings,
  NetworkID: z.string(),
  EndpointID: z.string(),
  Gateway: z.string(),
  IPAddress: z.string(),
  IPPrefixLen: z.number(),
  IPv6Gateway: z.string(),
  GlobalIPv6Address: z.string(),
  GlobalIPv6PrefixLen: z.number(),
  MacAddress: z.string(),
  DriverOpts: z.unknown().transform(() => null),
});
export type EndpointAnswer = z.output<typeof endpointAnswer>;

const mountAnswer = z.object({
  Type: z.string(),
  Name: z.string().optional(),
  Source: z.string().optional(),
  Destination: z.string(),
  Driver: z.string().optional(),
  Mode: z.string(),
  RW: z.boolean(),
  Propagation: z.string(),
});
export type MountAnswer = z.output<typeof mountAnswer>;

/** One of `GET /containers/json`. */
export const listedContainer = z.object({
  Id: z.string(),
  Names: z.array(z.string()).nullish(),
  Image: z.string(),
  ImageID: z.string(),
  Command: z.string(),
  Created: z.number(),
  State: z.string(),
  Status: z.string(),
  SizeRw: z.number().optional(),
  SizeRootFs: z.number().optional(),
  Ports: z.array(z.object({ PrivatePort: z.number(), Type: z.string() })).nullish(),
  Labels: labels,
  NetworkSettings: z.object({ Networks: z.record(z.string(), endpointAnswer).nullish() }).nullish(),
  Mounts: z.array(mountAnswer).nullish(),
});
export type ListedContainer = z.output<typeof listedContainer>;

const configAnswer = z.object({
  Hostname: z.string(),
  Domainname: z.string(),
  User: z.string(),
  AttachStdin: z.boolean(),
  AttachStdout: z.boolean(),
  AttachStderr: z.boolean(),
  ExposedPorts: z.record(z.string(), z.unknown()).optional(),
  Tty: z.boolean(),
  OpenStdin: z.boolean(),
  StdinOnce: z.boolean(),
  Env: strings,
  Cmd: strings,
  Healthcheck: z.record(z.string(), z.unknown()).optional(),
  Image: z.string(),
  Volumes: z.record(z.string(), z.unknown()).nullish(),
  WorkingDir: z.string(),
  Entrypoint: strings,
  OnBuild: strings,
  Labels: labels,
  StopSignal: z.string().optional(),
  StopTimeout: z.number().optional(),
  Shell: strings.optional(),
});

const state = z.object({
  Status: z.string(),
  Running: z.boolean(),
  Paused: z.boolean(),
  Restarting: z.boolean(),
  OOMKilled: z.boolean(),
  Dead: z.boolean(),
  ExitCode: z.number(),
  Error: z.string(),
  StartedAt: z.string(),
  FinishedAt: z.string(),
  Health: z
    .object({
      Status: z.string(),
      FailingStreak: z.number(),
      Log: z
        .array(z.object({ Start: z.string(), End: z.string(), ExitCode: z.number(), Output: z.string() }))
        .nullish(),
    })
    .nullish(),
});

const hostAnswer = z.object({
  LogConfig: z.object({ Type: z.string(), Config: z.record(z.string(), z.string()).nullish() }),
  NetworkMode: z.string(),
  RestartPolicy: z.object({ Name: z.string(), MaximumRetryCount: z.number() }),
  AutoRemove: z.boolean(),
  VolumesFrom: strings,
  CapAdd: strings,
  CapDrop: strings,
  Dns: strings,
  DnsOptions: strings,
  DnsSearch: strings,
  ExtraHosts: strings,
  GroupAdd: strings,
  IpcMode: z.string(),
  PidMode: z.string(),
  OomScoreAdj: z.number(),
  Privileged: z.boolean(),
  PublishAllPorts: z.boolean(),
  ReadonlyRootfs: z.boolean(),
  SecurityOpt: strings,
  Tmpfs: z.record(z.string(), z.string()).optional(),
  Sysctls: z.record(z.string(), z.string()).optional(),
  ShmSize: z.number(),
  Init: z.boolean().nullish(),
  CpuShares: z.number(),
  Memory: z.number(),
  MemoryReservation: z.number(),
  MemorySwap: z.number(),
  NanoCpus: z.number(),
  CpuPeriod: z.number(),
  CpuQuota: z.number(),
  CpusetCpus: z.string(),
  PidsLimit: z.number().nullish(),
  Ulimits: z.array(z.object({ Name: z.string(), Soft: z.number(), Hard: z.number() })).nullish(),
  MaskedPaths: strings,
  ReadonlyPaths: strings,
});

/** `GET /containers/{id}/json`. */
export const inspectedContainer = z.object({
  Id: z.string(),
  Created: z.string(),
  Path: z.string(),
  Args: strings,
  State: state,
  Image: z.string(),
  Name: z.string(),
  RestartCount: z.number(),
  Driver: z.string(),
  Platform: z.string(),
  ExecIDs: strings,
  SizeRw: z.number().optional(),
  SizeRootFs: z.number().optional(),
  HostConfig: hostAnswer,
  Mounts: z.array(mountAnswer).nullish(),
  Config: configAnswer,
  NetworkSettings: z.object({
    SandboxID: z.string(),
    Ports: z.record(z.string(), z.unknown()).nullish(),
    EndpointID: z.string().optional(),
    Gateway: z.string().optional(),
    IPAddress: z.string().optional(),
    IPPrefixLen: z.number().optional(),
    MacAddress: z.string().optional(),
    Networks: z.record(z.string(), endpointAnswer).nullish(),
  }),
});
export type InspectedContainer = z.output<typeof inspectedContainer>;
