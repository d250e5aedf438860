import { nextLink, page, sorted } from '../../paging.ts';
import type { Answer, Call } from '../../route.ts';
import { badRequest } from './faults.ts';

/** A thing as it goes out. */
export type View = Readonly<Record<string, unknown>> & { readonly id: string };

/** Whether a thing has one of the values that a filter asks for. */
export type Filter = (view: View, values: readonly string[]) => boolean;

const CONTROLS = new Set(['fields', 'limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir']);

const tagsOf = (view: View): readonly unknown[] => (Array.isArray(view.tags) ? view.tags : []);
const words = (values: readonly string[]): string[] => values.flatMap((value) => value.split(','));

/** @see https://docs.openstack.org/api-ref/network/v2/#filtering-by-tags */
const TAG_FILTERS: Record<string, Filter> = {
  tags: (view, values) => words(values).every((tag) => tagsOf(view).includes(tag)),
  'tags-any': (view, values) => words(values).some((tag) => tagsOf(view).includes(tag)),
  'not-tags': (view, values) => !words(values).every((tag) => tagsOf(view).includes(tag)),
  'not-tags-any': (view, values) => !words(values).some((tag) => tagsOf(view).includes(tag)),
};

function same(value: unknown, wanted: string): boolean {
  if (Array.isArray(value)) return value.some((item) => same(item, wanted));
  if (value === null) return wanted === '' || wanted === 'null';
  if (typeof value === 'boolean') return ['true', '1'].includes(wanted.toLowerCase()) === value;
  return String(value) === wanted;
}

function accepts(
  view: View,
  name: string,
  values: readonly string[],
  filters: Record<string, Filter>,
): boolean {
  const filter = filters[name] ?? TAG_FILTERS[name];
  if (filter) return filter(view, values);
  return !(name in view) || values.some((value) => same(view[name], value));
}

/** The attributes that `fields` asks for; all when it asks for none. */
export function withFields(view: View, query: URLSearchParams): object {
  const fields = query.getAll('fields').filter((field) => field !== '');
  if (fields.length === 0) return view;
  return Object.fromEntries(Object.entries(view).filter(([name]) => fields.includes(name)));
}

function sortKeys(query: URLSearchParams, known: View | undefined): { key: string; descending: boolean }[] {
  const keys = query.getAll('sort_key');
  const directions = query.getAll('sort_dir');
  if (keys.length !== directions.length) {
    throw badRequest('The number of sort_keys and sort_dirs must be same');
  }
  const absent = keys.filter((key) => known && !(key in known));
  if (absent.length > 0) {
    throw badRequest(`[${absent.map((key) => `'${key}'`).join(', ')}] is invalid attribute for sort_keys`);
  }
  const wrong = directions.filter((direction) => direction !== 'asc' && direction !== 'desc');
  if (wrong.length > 0) {
    const shown = wrong.map((direction) => `'${direction}'`).join(', ');
    throw badRequest(`[${shown}] is invalid value for sort_dirs, valid value is 'asc' and 'desc'`);
  }
  const given = keys.map((key, index) => ({ key, descending: directions[index] === 'desc' }));
  return [...given, { key: 'id', descending: false }];
}

function sortable(view: View, key: string): string | number | boolean | null {
  const value = view[key];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit') ?? '0';
  if (!/^\d+$/.test(text)) {
    throw badRequest(`Limit must be an integer 0 or greater and not '${text}'`);
  }
  return Number(text);
}

/**
 * Answers a list as the query asks for it: filters, order, a page of it, and of each thing some attributes.
 * @see https://docs.openstack.org/api-ref/network/v2/#filtering-and-column-selection
 * @throws Fault 400 for a bad query, and what `missing` gives for a marker that is no such thing.
 */
export function listAnswer(
  call: Call,
  plural: string,
  views: readonly View[],
  { missing, filters = {} }: { missing(id: string): Error; filters?: Record<string, Filter> },
): Answer {
  const { query, url } = call;
  const names = [...new Set(query.keys())].filter((name) => !CONTROLS.has(name));
  const found = views.filter((view) =>
    names.every((name) => accepts(view, name, query.getAll(name), filters)),
  );
  const backwards = query.get('page_reverse')?.toLowerCase() === 'true';
  const order = sortKeys(query, views[0]);
  const inOrder = sorted(found, order, sortable);
  const limit = limitOf(query);
  const marker = query.get('marker');
  const asked = { limit: limit === 0 ? Number.POSITIVE_INFINITY : limit, marker };
  const part = page(backwards ? inOrder.toReversed() : inOrder, (view) => view.id, asked);
  if (!part) throw missing(marker ?? '');
  const items = backwards ? part.items.toReversed() : part.items;
  return {
    status: 200,
    body: {
      [plural]: items.map((view) => withFields(view, query)),
      ...(limit > 0 && links(url, plural, items, { full: items.length === limit, backwards })),
    },
  };
}

/** Neutron gives a link onwards whenever the page is full, and one back always. */
function links(
  url: URL,
  plural: string,
  items: readonly View[],
  { full, backwards }: { full: boolean; backwards: boolean },
): object {
  const forward = new URL(url);
  forward.searchParams.delete('page_reverse');
  const back = new URL(url);
  back.searchParams.set('page_reverse', 'True');
  const [first] = items;
  const last = items.at(-1);
  const found = [
    ...(last && (full || backwards) ? [{ rel: 'next', href: nextLink(forward, last.id) }] : []),
    ...(first && (full || !backwards) ? [{ rel: 'previous', href: nextLink(back, first.id) }] : []),
  ];
  return found.length > 0 ? { [`${plural}_links`]: found } : {};
}
