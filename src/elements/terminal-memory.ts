import { z } from 'zod';
import { readKept, type TextStorage } from '../sandbox/kept-text.ts';

const shape = z.object({
  /** Every terminal that was seen here, in the order of its tabs. */
  tabs: z.array(z.object({ id: z.string(), machine: z.string() })).max(50),
  /** The ones that are shown, side by side: one or two. */
  shown: z.array(z.string()).max(2),
});
/** How a reader left their terminals. */
export type TerminalsState = z.infer<typeof shape>;

const key = 'workbook:terminals';
const none: TerminalsState = { tabs: [], shown: [] };

/** The terminals as they were left in this browser; none where nothing readable is kept. */
export const readTerminals = (storage: TextStorage): TerminalsState => readKept(storage, key, shape, none);

export const writeTerminals = (storage: TextStorage, state: TerminalsState): void =>
  storage.setItem(key, JSON.stringify(state));
