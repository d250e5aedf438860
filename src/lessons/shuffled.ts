import { createHash } from 'node:crypto';

/** The items in another order, which `seed` decides; each with its index in `items`. */
export const shuffled = <Item>(items: readonly Item[], seed: string): { item: Item; index: number }[] => {
  const place = (index: number): string => createHash('sha256').update(`${seed} ${index}`).digest('hex');
  const numbered = items.map((item, index) => ({ item, index }));
  const mixed = numbered.toSorted((one, other) => place(one.index).localeCompare(place(other.index)));
  // Chance may leave them as they were.
  return mixed.every(({ index }, now) => index === now) ? mixed.toReversed() : mixed;
};
