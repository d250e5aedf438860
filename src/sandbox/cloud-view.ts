import { z } from 'zod';

const address = z.object({ address: z.string(), type: z.enum(['fixed', 'floating']) });

/** The learner's cloud as the panel shows it; `GET /api/sessions/current/cloud`. */
export const cloudView = z.object({
  project: z.string(),
  servers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      addresses: z.array(address),
      flavor: z.string(),
      image: z.string(),
      groups: z.array(z.string()),
    }),
  ),
  networks: z.array(z.object({ name: z.string() })),
  floating_ips: z.array(z.object({ address: z.string(), server: z.string().nullish() })),
  groups: z.array(z.object({ name: z.string(), rules: z.number() })),
  /** The learner's part of a Docker engine, where there is one: the ports that their containers have published. */
  docker: z
    .object({
      published: z.array(
        z.object({ container: z.string(), port: z.string(), wished: z.number(), address: z.string() }),
      ),
    })
    .optional(),
});
export type CloudView = z.infer<typeof cloudView>;

/** The floating address of the server of that name, where it has one. */
export const floatingAddress = (cloud: CloudView, server: string): string | undefined =>
  cloud.servers
    .filter(({ name }) => name === server)
    .flatMap(({ addresses }) => addresses)
    .find(({ type }) => type === 'floating')?.address;

/** One place that a packet passed, or did not; `GET /api/sessions/current/trace`. */
export const trace = z.object({
  steps: z.array(
    z.object({
      at: z.string(),
      name: z.string(),
      verdict: z.enum(['passed', 'dropped', 'refused']),
      sentence: z.string(),
    }),
  ),
});
export type Trace = z.infer<typeof trace>;

/** A learner's session; `POST /api/sessions`. */
export const session = z.object({ learner: z.string() });
export type Session = z.infer<typeof session>;
