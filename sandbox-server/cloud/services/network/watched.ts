import type { Collection } from '../../store.ts';

/** The same collection, which tells of each change after it is made. */
export function watched<T extends { id: string }>(
  records: Collection<T>,
  changed: () => void,
): Collection<T> {
  return {
    ...records,
    put: (record) => {
      const kept = records.put(record);
      changed();
      return kept;
    },
    remove: (id) => {
      const was = records.remove(id);
      changed();
      return was;
    },
  };
}
