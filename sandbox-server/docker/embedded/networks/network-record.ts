import { z } from 'zod';

/** A range of addresses of a network. */
export const poolSchema = z.object({
  Subnet: z.string(),
  Gateway: z.string(),
  IPRange: z.string().optional(),
});

/** A network as it is kept. */
export const networkSchema = z.object({
  id: z.string(),
  name: z.string(),
  created: z.number(),
  driver: z.enum(['bridge', 'host', 'null']),
  /** No way leads out of it. */
  internal: z.boolean(),
  attachable: z.boolean(),
  /** The pool was chosen by whoever made the network: only then containers may choose addresses. */
  configured: z.boolean(),
  pool: poolSchema.nullable(),
  /** Nobody said which address the gateway has, though they said the range: then it is not shown. */
  ownGateway: z.boolean().default(false),
  options: z.record(z.string(), z.string()),
  labels: z.record(z.string(), z.string()),
});
export type NetworkRecord = z.infer<typeof networkSchema>;
