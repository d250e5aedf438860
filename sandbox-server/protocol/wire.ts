import { z } from 'zod';

/** How many of a learner's calls are kept at most: the oldest make room for the newest, some at a time. */
export const mostCalls = 300;

/** One call to an OpenStack API as a list shows it. */
export const callSummary = z.object({
  /** Counts up in the order in which calls began. */
  id: z.number().int(),
  /** The call that made a service ask this: Nova asks Neutron for a port because a server was ordered. */
  cause: z.number().int().optional(),
  /** The run of a cell that asked. */
  run: z.string().optional(),
  /** The program that asked, as it calls itself: `openstacksdk/4.4.0`; of an inner call the service. */
  client: z.string(),
  /** The type in the catalog, as the address has it: `compute`. */
  service: z.string(),
  method: z.string(),
  /** Path and query below `/cloud`: `/compute/v2.1/servers?limit=1`. */
  path: z.string(),
  status: z.number().int(),
  /** When it was asked, ISO 8601. */
  time: z.string(),
  /** Milliseconds until the answer began. */
  elapsed: z.number().min(0),
});
export type CallSummary = z.infer<typeof callSummary>;

/** A body as it is kept, its secrets masked; `text` is absent when it is shown by its type and size only. */
export const callBody = z.object({
  type: z.string(),
  /** Bytes, where they are known. */
  size: z.number().int().optional(),
  text: z.string().optional(),
  /** Why the text is not all there: the rest was cut off, or a service asked in its own name and not the learner's. */
  missing: z.enum(['rest', 'withheld']).optional(),
});
export type CallBody = z.infer<typeof callBody>;

const side = z.object({ headers: z.record(z.string(), z.string()), body: callBody.optional() });

/** One call with all that is kept of it. */
export const callRecord = callSummary.extend({ request: side, response: side });
export type CallRecord = z.infer<typeof callRecord>;
