import { z } from 'zod';

const portSchema = z.object({
  id: z.string(),
  mac: z.string(),
  /** The name that the machine's kernel gives it; `ens3` and on when not given. */
  device: z.string().optional(),
  addresses: z.array(z.object({ address: z.string(), prefix: z.number(), gateway: z.string().nullable() })),
});

/** All that a machine needs to know of the server it is; kept on its disk as JSON. */
export const serverCardSchema = z.object({
  id: z.string(),
  name: z.string(),
  hostname: z.string(),
  /** The project's id. */
  project: z.string(),
  /** RAM in MiB, disk in GiB. */
  flavor: z.object({ name: z.string(), vcpus: z.number(), ram: z.number(), disk: z.number() }),
  image: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Decoded text, as it was before base64. */
  userData: z.string().nullable(),
  /** Public keys in OpenSSH's one-line form. */
  keys: z.array(z.string()),
  metadata: z.record(z.string(), z.string()),
  createdAt: z.string(),
  ports: z.array(portSchema),
});

export type ServerCard = z.infer<typeof serverCardSchema>;
