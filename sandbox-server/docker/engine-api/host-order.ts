import { z } from 'zod';
import { absent, fields, ignored, labels, never, text, whole } from './fields.ts';

const tebibyte = 2 ** 40;
const bytes = whole(0, tebibyte);
const devices = 'devices of the computer are given to no container here';

/** `--restart`. */
export const restartPolicy = fields({
  Name: z.enum(['', 'no', 'always', 'unless-stopped', 'on-failure']).optional(),
  MaximumRetryCount: whole(0, 1000).optional(),
});

const logOrder = fields({
  Type: z
    .enum(['', 'json-file', 'local', 'none'], {
      error: 'logs are kept by json-file, local or none: other drivers would send them out of this computer',
    })
    .optional(),
  Config: z.record(z.string(), z.string()).optional(),
});

const binding = fields({
  HostIp: z.string().max(64).optional(),
  HostPort: z
    .string()
    .regex(/^\d{0,5}(?:-\d{1,5})?$/, 'is no port')
    .optional(),
});

const mount = fields({
  Type: z.enum(['volume', 'tmpfs'], {
    error:
      'folders of the computer are mounted into no container here; use a volume (type=volume) or memory (type=tmpfs)',
  }),
  Source: z.string().max(255).optional(),
  Target: text(1024).min(1),
  ReadOnly: z.boolean().optional(),
  Consistency: ignored,
  BindOptions: never('folders of the computer are mounted into no container here'),
  VolumeOptions: fields({
    NoCopy: z.boolean().optional(),
    Labels: labels.optional(),
    DriverConfig: fields({
      Name: z.enum(['', 'local'], { error: 'volumes are kept by the driver “local”' }).optional(),
      Options: never('options of the volume’s driver could mount folders of the computer'),
    }).optional(),
  }).optional(),
  TmpfsOptions: fields({
    SizeBytes: bytes.optional(),
    Mode: whole(0, 0o7777).optional(),
  }).optional(),
});
export type MountOrder = z.output<typeof mount>;

const ulimit = fields({
  Name: z.enum([
    'nofile',
    'nproc',
    'core',
    'cpu',
    'data',
    'fsize',
    'memlock',
    'msgqueue',
    'nice',
    'rss',
    'rtprio',
    'sigpending',
    'stack',
    'as',
    'locks',
  ]),
  Soft: whole(-1, tebibyte),
  Hard: whole(-1, tebibyte),
});

/** What of a container's resources may be set and changed. */
export const resources = {
  Memory: bytes.optional(),
  MemoryReservation: bytes.optional(),
  MemorySwap: whole(-1, tebibyte).optional(),
  NanoCpus: bytes.optional(),
  CpuShares: whole(0, 262_144).optional(),
  CpuPeriod: whole(0, 1_000_000).optional(),
  CpuQuota: whole(-1, 1_000_000_000).optional(),
  CpusetCpus: z
    .string()
    .max(64)
    .regex(/^[\d,-]*$/, 'is no list of processors')
    .optional(),
  PidsLimit: whole(-1, 1_000_000).optional(),
  BlkioWeight: whole(0, 1000).optional(),
  RestartPolicy: restartPolicy.optional(),
  Ulimits: z.array(ulimit).max(16).optional(),
  CpusetMems: never('the nodes of memory are the engine’s to choose'),
  KernelMemory: never('memory of the kernel counts as the container’s'),
  KernelMemoryTCP: never('memory of the kernel counts as the container’s'),
  MemorySwappiness: ignored,
  OomKillDisable: never('the limit of memory cannot be put out of force'),
  CpuRealtimePeriod: never('time of a real-time scheduler is not given'),
  CpuRealtimeRuntime: never('time of a real-time scheduler is not given'),
  CpuCount: never('this is for Windows'),
  CpuPercent: never('this is for Windows'),
  IOMaximumIOps: never('this is for Windows'),
  IOMaximumBandwidth: never('this is for Windows'),
  CgroupParent: never('the group of limits that a container is in is this server’s to choose'),
  Devices: never(devices),
  DeviceRequests: never('graphics processors and other devices are given to no container here'),
  DeviceCgroupRules: never(devices),
  BlkioWeightDevice: never(devices),
  BlkioDeviceReadBps: never(devices),
  BlkioDeviceWriteBps: never(devices),
  BlkioDeviceReadIOps: never(devices),
  BlkioDeviceWriteIOps: never(devices),
};

/** `HostConfig`, as far as it is understood; what can be refused by its form alone is refused here. */
export const hostOrder = fields({
  ...resources,
  Binds: z.array(text(1024)).max(64).optional(),
  Mounts: z.array(mount).max(64).optional(),
  Tmpfs: z.record(text(1024), z.string().max(256)).optional(),
  VolumesFrom: z.array(text(256)).max(16).optional(),
  VolumeDriver: z.enum(['', 'local'], { error: 'volumes are kept by the driver “local”' }).optional(),
  NetworkMode: z.string().max(160).optional(),
  PortBindings: z
    .record(
      z.string(),
      z.preprocess((value) => value ?? [], z.array(binding).max(16)),
    )
    .optional(),
  PublishAllPorts: z.boolean().optional(),
  Links: z.array(text(256)).max(64).optional(),
  AutoRemove: z.boolean().optional(),
  Privileged: z
    .boolean()
    .refine((value) => !value, 'a privileged container would own this computer; none is made')
    .optional(),
  ReadonlyRootfs: z.boolean().optional(),
  CapAdd: z.array(z.string().max(64)).max(64).optional(),
  CapDrop: z.array(z.string().max(64)).max(64).optional(),
  SecurityOpt: z.array(z.string().max(65_536)).max(16).optional(),
  Sysctls: z.record(z.string(), z.string().max(128)).optional(),
  ShmSize: bytes.optional(),
  StorageOpt: fields({
    size: z
      .string()
      .regex(/^\d{1,9}[kKmMgG]?[bB]?$/, 'is no size')
      .optional(),
  }).optional(),
  IpcMode: z.string().max(160).optional(),
  PidMode: z.string().max(160).optional(),
  UTSMode: never('the host’s name space of names (uts) is not shared'),
  UsernsMode: never('the host’s name space of users is not shared'),
  CgroupnsMode: z
    .enum(['', 'private'], { error: 'the host’s name space of control groups is not shared' })
    .optional(),
  Cgroup: never('control groups are not shared'),
  GroupAdd: z
    .array(z.string().regex(/^[\w.-]{1,64}$/, 'is no group'))
    .max(32)
    .optional(),
  Dns: z.array(z.ipv4()).max(8).optional(),
  DnsOptions: z
    .array(z.string().regex(/^[\w:-]{1,64}$/, 'is no option of the resolver'))
    .max(8)
    .optional(),
  DnsSearch: z
    .array(z.string().regex(/^[\w.-]{1,255}$/, 'is no domain'))
    .max(8)
    .optional(),
  ExtraHosts: z
    .array(z.string().regex(/^[\w.-]{1,255}:[\d.a-fA-F:]{1,64}$/, 'is not of the form name:address'))
    .max(64)
    .optional(),
  OomScoreAdj: whole(0, 1000).optional(),
  Init: z.boolean().optional(),
  LogConfig: logOrder.optional(),
  Runtime: z.enum(['', 'runc', 'io.containerd.runc.v2'], { error: 'containers run by runc here' }).optional(),
  Isolation: z.enum(['', 'default']).optional(),
  MaskedPaths: absent('what is masked of /proc and /sys stays masked'),
  ReadonlyPaths: absent('what is read-only of /proc and /sys stays so'),
  Annotations: never('annotations are not passed on to the runtime'),
  ContainerIDFile: ignored,
  ConsoleSize: ignored,
});
export type HostOrder = z.output<typeof hostOrder>;

/** The body of `POST /containers/{id}/update`. */
export const resourceOrder = fields(resources);
export type ResourceOrder = z.output<typeof resourceOrder>;
