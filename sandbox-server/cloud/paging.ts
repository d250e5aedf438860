/** A part of a list, and whether more follows. */
export interface Page<T> {
  items: T[];
  /** The id to give as the next `marker`, or null at the end. */
  next: string | null;
}

/**
 * The `limit` items after `marker`. Returns null when no item has that id: the services word that
 * refusal differently.
 */
export function page<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { limit, marker }: { limit: number; marker?: string | null },
): Page<T> | null {
  let start = 0;
  if (marker) {
    start = items.findIndex((item) => idOf(item) === marker) + 1;
    if (start === 0) {
      return null;
    }
  }
  const part = items.slice(start, start + limit);
  const last = part.at(-1);
  const more = start + part.length < items.length;
  return { items: part, next: more && last !== undefined ? idOf(last) : null };
}

/** The URL of the same list with another marker. */
export function nextLink(url: URL, marker: string): string {
  const query = new URLSearchParams(url.search);
  query.set('marker', marker);
  return `${url.origin}${url.pathname}?${query}`;
}

type Sortable = string | number | boolean | null | undefined;

function compare(first: Sortable, second: Sortable): number {
  if (first === second) {
    return 0;
  }
  if (first === null || first === undefined) {
    return -1;
  }
  if (second === null || second === undefined) {
    return 1;
  }
  return first < second ? -1 : 1;
}

/** A copy of `items` in the order of `keys`; equal items keep theirs. */
export function sorted<T>(
  items: readonly T[],
  keys: readonly { key: string; descending: boolean }[],
  valueAt: (item: T, key: string) => Sortable,
): T[] {
  return [...items].sort((first, second) => {
    for (const { key, descending } of keys) {
      const order = compare(valueAt(first, key), valueAt(second, key));
      if (order !== 0) {
        return descending ? -order : order;
      }
    }
    return 0;
  });
}
