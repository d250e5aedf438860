import { z } from 'zod';
import { endpointSchema, hostConfigSchema, imageConfigSchema } from '../config.ts';

/** What a container sees at a place of its file system that is not its own. */
export const mountPointSchema = z.object({
  Type: z.enum(['bind', 'volume', 'tmpfs']),
  Name: z.string().optional(),
  Source: z.string(),
  Destination: z.string(),
  Driver: z.string().optional(),
  Mode: z.string(),
  RW: z.boolean(),
  Propagation: z.string(),
});
export type MountPoint = z.infer<typeof mountPointSchema>;

/** A container's card on one network. */
export const endpointRecordSchema = z.object({
  /** The network's id. */
  network: z.string(),
  id: z.string(),
  asked: endpointSchema,
  /** Empty while the container does not run. */
  address: z.string(),
  mac: z.string(),
});
export type EndpointRecord = z.infer<typeof endpointRecordSchema>;

export const stateSchema = z.object({
  status: z.enum(['created', 'running', 'paused', 'restarting', 'exited', 'dead']),
  exitCode: z.number(),
  error: z.string(),
  oomKilled: z.boolean(),
  /** Milliseconds since the epoch; null: never. */
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  restarts: z.number(),
  /** Stopped by somebody, so that `unless-stopped` leaves it so. */
  byHand: z.boolean(),
});
export type ContainerState = z.infer<typeof stateSchema>;

/** A container as it is kept. */
export const containerSchema = z.object({
  id: z.string(),
  /** Without a slash. */
  name: z.string(),
  /** Milliseconds since the epoch. */
  created: z.number(),
  /** The image's id. */
  image: z.string(),
  /** Digests of the layers that its files begin with. */
  layers: z.array(z.string()),
  path: z.string(),
  args: z.array(z.string()),
  config: imageConfigSchema,
  hostConfig: hostConfigSchema,
  state: stateSchema,
  mounts: z.array(mountPointSchema),
  /** By the network's name. */
  endpoints: z.record(z.string(), endpointRecordSchema),
});
export type ContainerRecord = z.infer<typeof containerSchema>;
