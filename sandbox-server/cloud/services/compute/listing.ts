import { Fault } from '../../fault.ts';
import { nextLink, page } from '../../paging.ts';
import type { Call } from '../../route.ts';

const MAX_LIMIT = 1000;

/** A whole number of the query, refused in Nova's words. */
export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') {
    return undefined;
  }
  if (!/^[0-9]*$/.test(text)) {
    const words = `Value: ${text}. '${text}' does not match '^[0-9]*$'`;
    throw new Fault(400, `Invalid input for query parameters ${name}. ${words}`);
  }
  return Number(text);
}

/**
 * The page that the query asks for, with the link to the next one under `<key>_links`. Nova gives that link
 * whenever a limit was asked for and filled.
 */
export function paged<T>(
  call: Pick<Call, 'query' | 'url'>,
  key: string,
  items: readonly T[],
  idOf: (item: T) => string,
): { items: T[]; links: Record<string, object[]> } {
  const asked = numberOf(call.query, 'limit');
  const limit = Math.min(asked ?? MAX_LIMIT, MAX_LIMIT);
  const marker = call.query.get('marker');
  const found = page(items, idOf, { limit, marker });
  if (!found) {
    throw new Fault(400, `marker [${marker}] not found`);
  }
  const last = found.items.at(-1);
  const filled = found.items.length === limit && limit > 0 && last !== undefined;
  const next = filled && (asked !== undefined || found.next !== null) ? idOf(last) : null;
  const linked = next === null ? {} : { [`${key}_links`]: [{ rel: 'next', href: nextLink(call.url, next) }] };
  return { items: found.items, links: linked };
}
