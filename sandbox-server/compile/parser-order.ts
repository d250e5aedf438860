import { z } from 'zod';

/** What the thread of parsers.ts is asked for: a cell without its types, or the place of its result. */
export const parserOrder = z.object({ task: z.enum(['strip', 'result']), code: z.string() });
export type ParserOrder = z.infer<typeof parserOrder>;
