import { z } from 'zod';
import { fields, ignored, keys, labels, never, text, whole } from './fields.ts';
import { hostOrder } from './host-order.ts';
import { imageReference } from './names.ts';

const nanoseconds = whole(0, 3_600_000_000_000);
export const portKey = z
  .string()
  .regex(/^\d{1,5}(?:-\d{1,5})?(?:\/(?:tcp|udp|sctp))?$/, 'is no port such as 80/tcp');
const mac = z.string().regex(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'is no MAC address');
const words = z.union([z.string().transform((one) => [one]), z.array(text(65_536)).max(4096)]);

export const healthOrder = fields({
  Test: z.array(text()).max(256).optional(),
  Interval: nanoseconds.optional(),
  Timeout: nanoseconds.optional(),
  StartPeriod: nanoseconds.optional(),
  StartInterval: nanoseconds.optional(),
  Retries: whole(0, 1000).optional(),
});

const endpointAddress = fields({
  IPv4Address: z.union([z.literal(''), z.ipv4()]).optional(),
  IPv6Address: never('networks here have no IPv6'),
  LinkLocalIPs: never('addresses of the link are given by the engine'),
});

/** How a container is joined to a network. */
export const endpointOrder = fields({
  IPAMConfig: endpointAddress.optional(),
  Links: z.array(text(256)).max(64).optional(),
  Aliases: z
    .array(
      z
        .string()
        .max(255)
        .regex(/^[a-zA-Z0-9_.-]+$/, 'is no host name'),
    )
    .max(64)
    .optional(),
  MacAddress: z.union([z.literal(''), mac]).optional(),
  DriverOpts: never('options of the driver are not offered'),
  DNSNames: ignored,
  NetworkID: ignored,
  EndpointID: ignored,
  Gateway: ignored,
  IPAddress: ignored,
  IPPrefixLen: ignored,
  IPv6Gateway: ignored,
  GlobalIPv6Address: ignored,
  GlobalIPv6PrefixLen: ignored,
});

/** What a container runs, as an image keeps it too. */
const config = {
  Hostname: z
    .string()
    .max(63)
    .regex(/^[a-zA-Z0-9._-]*$/, 'invalid hostname format')
    .optional(),
  Domainname: z
    .string()
    .max(255)
    .regex(/^[a-zA-Z0-9._-]*$/, 'invalid domainname format')
    .optional(),
  User: z
    .string()
    .max(128)
    .regex(/^[\w.$:-]*$/, 'is no user')
    .optional(),
  AttachStdin: z.boolean().optional(),
  AttachStdout: z.boolean().optional(),
  AttachStderr: z.boolean().optional(),
  Tty: z.boolean().optional(),
  OpenStdin: z.boolean().optional(),
  StdinOnce: z.boolean().optional(),
  Env: z.array(text(131_072)).max(1024).optional(),
  Cmd: words.optional(),
  Entrypoint: words.optional(),
  Shell: z.array(text()).max(64).optional(),
  Healthcheck: healthOrder.optional(),
  ExposedPorts: keys(portKey).optional(),
  Volumes: keys(text(1024)).optional(),
  WorkingDir: text().optional(),
  Labels: labels.optional(),
  StopSignal: z
    .string()
    .regex(/^[A-Za-z0-9+-]{0,16}$/, 'is no signal')
    .optional(),
  StopTimeout: whole(-1, 300).optional(),
  OnBuild: never('triggers of builds are written into a Dockerfile'),
  ArgsEscaped: ignored,
  PublishService: ignored,
};

/** The body of `POST /containers/create`, as far as it is understood. */
export const containerOrder = fields({
  ...config,
  Image: imageReference,
  NetworkDisabled: z.boolean().optional(),
  MacAddress: z.union([z.literal(''), mac]).optional(),
  HostConfig: hostOrder.optional(),
  NetworkingConfig: fields({
    EndpointsConfig: z
      .record(
        z.string(),
        z.preprocess((value) => value ?? {}, endpointOrder),
      )
      .optional(),
  }).optional(),
  // dockerode's own words, which it sends along.
  name: ignored,
  platform: ignored,
  _query: ignored,
  _body: ignored,
});
export type ContainerOrder = z.output<typeof containerOrder>;
