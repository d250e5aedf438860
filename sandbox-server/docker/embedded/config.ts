import { z } from 'zod';

const list = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? null);
/** A command: a list of words, or one text, which clients may send too. */
const words = z
  .union([z.string().transform((text) => [text]), z.array(z.string())])
  .nullish()
  .transform((value) => value ?? null);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const yes = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const set = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) =>
    value
      ? Object.fromEntries(Object.keys(value).map((key): [string, Record<string, never>] => [key, {}]))
      : null,
  );
const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});

/** How an engine finds out whether a container is well; times in nanoseconds, 0: what was there before. */
export const healthcheckSchema = z.object({
  Test: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
  Interval: z.number().default(0),
  Timeout: z.number().default(0),
  StartPeriod: z.number().default(0),
  Retries: z.number().default(0),
});
export type Healthcheck = z.infer<typeof healthcheckSchema>;

/** The configuration that images and containers share. https://docs.docker.com/reference/api/engine/version/v1.41/#model-ContainerConfig */
export const imageConfigSchema = z.object({
  Hostname: text,
  Domainname: text,
  User: text,
  AttachStdin: yes,
  AttachStdout: yes,
  AttachStderr: yes,
  ExposedPorts: set,
  Tty: yes,
  OpenStdin: yes,
  StdinOnce: yes,
  Env: list,
  Cmd: words,
  Healthcheck: healthcheckSchema.nullish().transform((value) => value ?? undefined),
  Image: text,
  Volumes: set,
  WorkingDir: text,
  Entrypoint: words,
  NetworkDisabled: z.boolean().optional(),
  MacAddress: z.string().optional(),
  OnBuild: list,
  Labels: labels,
  StopSignal: z.string().optional(),
  StopTimeout: z.number().optional(),
  Shell: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? undefined),
});
export type ContainerConfig = z.infer<typeof imageConfigSchema>;

/** A configuration in which nothing is said. */
export const emptyConfig = (): ContainerConfig => imageConfigSchema.parse({});

/** As the API answers it: what was never said has no key. */
export function configView(config: ContainerConfig): Record<string, unknown> {
  const { ExposedPorts, ...rest } = config;
  return { ...(ExposedPorts && { ExposedPorts }), ...rest };
}

const binding = z.object({ HostIp: text, HostPort: text });
const number = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);

/** A mount as `--mount` asks for it. */
export const mountSchema = z.object({
  Type: z.enum(['bind', 'volume', 'tmpfs', 'npipe']).default('volume'),
  Source: text,
  Target: z.string(),
  ReadOnly: yes,
  VolumeOptions: z.object({ NoCopy: yes, Labels: labels }).partial().nullish(),
  TmpfsOptions: z.object({ SizeBytes: z.number(), Mode: z.number() }).partial().nullish(),
  BindOptions: z.unknown(),
});

/** What a container gets of its host. https://docs.docker.com/reference/api/engine/version/v1.41/#model-HostConfig */
export const hostConfigSchema = z.object({
  Binds: list,
  ContainerIDFile: text,
  LogConfig: z
    .object({ Type: text, Config: labels })
    .nullish()
    .transform((value) => ({ Type: value?.Type || 'json-file', Config: value?.Config ?? {} })),
  NetworkMode: z
    .string()
    .nullish()
    .transform((value) => value || 'default'),
  PortBindings: z
    .record(z.string(), z.array(binding).nullable())
    .nullish()
    .transform((value) => value ?? {}),
  RestartPolicy: z
    .object({ Name: text, MaximumRetryCount: number })
    .nullish()
    .transform((value) => ({ Name: value?.Name || 'no', MaximumRetryCount: value?.MaximumRetryCount ?? 0 })),
  AutoRemove: yes,
  VolumeDriver: text,
  VolumesFrom: list,
  CapAdd: list,
  CapDrop: list,
  CgroupnsMode: z
    .string()
    .nullish()
    .transform((value) => value || 'private'),
  Dns: list,
  DnsOptions: list,
  DnsSearch: list,
  ExtraHosts: list,
  GroupAdd: list,
  IpcMode: z
    .string()
    .nullish()
    .transform((value) => value || 'private'),
  Cgroup: text,
  Links: list,
  OomScoreAdj: number,
  PidMode: text,
  Privileged: yes,
  PublishAllPorts: yes,
  ReadonlyRootfs: yes,
  SecurityOpt: list,
  UTSMode: text,
  UsernsMode: text,
  ShmSize: z
    .number()
    .nullish()
    .transform((value) => value || 67_108_864),
  Sysctls: labels.optional(),
  Runtime: z
    .string()
    .nullish()
    .transform((value) => value || 'runc'),
  ConsoleSize: z
    .array(z.number())
    .nullish()
    .transform((value) => value ?? [0, 0]),
  Isolation: text,
  Init: z
    .boolean()
    .nullish()
    .transform((value) => value ?? undefined),
  CpuShares: number,
  Memory: number,
  NanoCpus: number,
  CgroupParent: text,
  BlkioWeight: number,
  CpuPeriod: number,
  CpuQuota: number,
  CpuRealtimePeriod: number,
  CpuRealtimeRuntime: number,
  CpusetCpus: text,
  CpusetMems: text,
  Devices: z
    .array(z.unknown())
    .nullish()
    .transform((value) => value ?? []),
  DeviceRequests: z
    .array(z.unknown())
    .nullish()
    .transform((value) => value ?? null),
  KernelMemory: number,
  KernelMemoryTCP: number,
  MemoryReservation: number,
  MemorySwap: number,
  MemorySwappiness: z
    .number()
    .nullish()
    .transform((value) => value ?? null),
  OomKillDisable: yes,
  PidsLimit: z
    .number()
    .nullish()
    .transform((value) => value ?? null),
  Tmpfs: labels.optional(),
  Mounts: z
    .array(mountSchema)
    .nullish()
    .transform((value) => value ?? undefined),
  Ulimits: z
    .array(z.unknown())
    .nullish()
    .transform((value) => value ?? null),
  CpuCount: number,
  CpuPercent: number,
});
export type HostConfig = z.infer<typeof hostConfigSchema>;

/** How a container is to be plugged into a network. */
export const endpointSchema = z.object({
  IPAMConfig: z
    .object({ IPv4Address: z.string(), IPv6Address: z.string(), LinkLocalIPs: z.array(z.string()) })
    .partial()
    .nullish()
    .transform((value) => value ?? null),
  Links: list,
  Aliases: list,
  MacAddress: text,
  DriverOpts: labels.optional(),
});
export type EndpointInput = z.infer<typeof endpointSchema>;

/** The body of a call that creates a container. */
export const createBodySchema = imageConfigSchema.extend({
  HostConfig: hostConfigSchema.nullish().transform((value) => value ?? hostConfigSchema.parse({})),
  NetworkingConfig: z
    .object({ EndpointsConfig: z.record(z.string(), endpointSchema.nullable()).nullish() })
    .nullish()
    .transform((value) => value?.EndpointsConfig ?? {}),
});
