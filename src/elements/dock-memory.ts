import { z } from 'zod';
import type { TextStorage } from '../sandbox/pending-edits.ts';

const size = z.number().int().min(120).max(4000);

const shape = z.object({
  open: z.boolean(),
  place: z.enum(['below', 'right']),
  /** Pixels: the height below, the width at the right. */
  sizes: z.object({ below: size, right: size }),
  /** The tab that was looked at last. */
  tab: z.string().optional(),
});
/** How a reader left the dock. */
export type DockState = z.infer<typeof shape>;
/** Where on the page the dock is. */
export type DockPlace = DockState['place'];

const key = 'workbook:dock';
const untouched: DockState = { open: false, place: 'below', sizes: { below: 340, right: 480 } };

/** The dock as it was left in this browser; closed and below where nothing readable is kept. */
export const readDock = (storage: TextStorage): DockState => {
  const text = storage.getItem(key);
  if (text === null) return untouched;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    // What another version or another program wrote must not keep the page from opening.
    storage.removeItem(key);
    return untouched;
  }
};

export const writeDock = (storage: TextStorage, state: DockState): void =>
  storage.setItem(key, JSON.stringify(state));
