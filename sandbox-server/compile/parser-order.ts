import { MessagePort } from 'node:worker_threads';
import { z } from 'zod';

/** What the thread of parsers.ts is asked for: a cell without its types, or the place of its result. */
export const parserOrder = z.object({ task: z.enum(['strip', 'result']), code: z.string() });
export type ParserOrder = z.infer<typeof parserOrder>;

/** What the thread is given: where its orders come from, and its count of answers. */
export const parserThread = z.object({
  port: z.instanceof(MessagePort),
  answered: z.instanceof(Int32Array<SharedArrayBuffer>),
});
export type ParserThread = z.infer<typeof parserThread>;
