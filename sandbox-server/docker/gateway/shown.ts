import { z } from 'zod';

const shown = z.object({
  /** `host`: the learner's own host plays it. */
  network: z.literal('host').optional(),
  /** The ports that the learner wishes, by the container's port: `{ "80/tcp": [8080] }`. */
  ports: z.record(z.string(), z.array(z.number())).optional(),
  /** The name by which the container is known in its networks. */
  name: z.string().optional(),
});

/** What of a container's order is not in the engine as it was said: it is kept in a label. */
export type Shown = z.output<typeof shown>;

/** As a label keeps it. */
export const writeShown = (what: { [Name in keyof Shown]: Shown[Name] | undefined }): string =>
  JSON.stringify(what);

/** Back from its label. */
export function readShown(text: string | undefined): Shown {
  return text ? shown.parse(JSON.parse(text)) : {};
}
