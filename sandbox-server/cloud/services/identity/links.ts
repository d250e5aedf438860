import type { Exchange } from '../../route.ts';

/** The URL of a thing of identity: `…/cloud/identity/v3/projects/<id>`. */
export function selfLink({ root }: Exchange, path: string): { self: string } {
  return { self: `${root}/identity/v3/${path}` };
}

/** A list with the links Keystone puts beside it. It does not page. */
export function listed(call: Exchange, key: string, items: object[]): object {
  const self = `${call.root}/identity${call.path}${call.url.search}`;
  return { [key]: items, links: { next: null, self, previous: null } };
}

/** Whether a record passes the query's exact filters: `name`, `enabled`, … those that it names. */
export function passes(query: URLSearchParams, values: Record<string, string | boolean | null>): boolean {
  return Object.entries(values).every(([key, value]) => {
    const wanted = query.get(key);
    if (wanted === null) {
      return true;
    }
    if (typeof value === 'boolean') {
      return value === !/^(false|0|no|off)$/i.test(wanted);
    }
    return value === wanted;
  });
}
