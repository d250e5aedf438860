import { z } from 'zod';
import type { TextStorage } from '../sandbox/pending-edits.ts';

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
export const readTerminals = (storage: TextStorage): TerminalsState => {
  const text = storage.getItem(key);
  if (text === null) return none;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    // What another version or another program wrote must not keep the page from opening.
    storage.removeItem(key);
    return none;
  }
};

export const writeTerminals = (storage: TextStorage, state: TerminalsState): void =>
  storage.setItem(key, JSON.stringify(state));
