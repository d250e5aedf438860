import type { ZodType } from 'zod';

/** The part of `localStorage` that is used here. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What is kept under `key`; `none` when there is nothing, or nothing that can be read. */
export function readKept<Kept>(storage: TextStorage, key: string, shape: ZodType<Kept>, none: Kept): Kept {
  const text = storage.getItem(key);
  if (text === null) return none;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    // What another program or another version wrote must not keep the page from opening.
    storage.removeItem(key);
    return none;
  }
}
