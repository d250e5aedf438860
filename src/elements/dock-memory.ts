import { z } from 'zod';
import { readKept, type TextStorage } from '../sandbox/kept-text.ts';

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
export const readDock = (storage: TextStorage): DockState => readKept(storage, key, shape, untouched);

export const writeDock = (storage: TextStorage, state: DockState): void =>
  storage.setItem(key, JSON.stringify(state));
