import { Fault } from '../../fault.ts';
import { nextLink, page, sorted } from '../../paging.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Collection } from '../../store.ts';
import { demandImage, type ImageRecord, imageView, VISIBILITIES } from './image-records.ts';

const SORT_KEYS = [
  'name',
  'status',
  'container_format',
  'disk_format',
  'size',
  'id',
  'created_at',
  'updated_at',
];
const PAGING = new Set(['limit', 'marker', 'sort', 'sort_key', 'sort_dir']);
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 1000;

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit');
  if (text === null) {
    return DEFAULT_LIMIT;
  }
  if (!/^-?\d+$/.test(text)) {
    throw new Fault(400, 'limit param must be an integer');
  }
  if (Number(text) < 0) {
    throw new Fault(400, 'limit param must be positive');
  }
  return Math.min(Number(text), MAX_LIMIT);
}

function sortKeys(query: URLSearchParams): { key: string; descending: boolean }[] {
  const combined = query.get('sort');
  const pairs =
    combined === null
      ? query
          .getAll('sort_key')
          .map((key, index) => [key, query.getAll('sort_dir')[index] ?? query.get('sort_dir') ?? 'desc'])
      : combined.split(',').map((part) => part.trim().split(':'));
  const keys = pairs.map(([key = '', direction = 'desc']) => {
    if (!SORT_KEYS.includes(key)) {
      const known = `It must be one of the following: ${SORT_KEYS.join(', ')}.`;
      throw new Fault(400, `Invalid sort key: ${key}. ${known}`);
    }
    if (direction !== 'asc' && direction !== 'desc') {
      throw new Fault(
        400,
        `Invalid sort direction: ${direction}. It must be one of the following: asc, desc.`,
      );
    }
    return { key, descending: direction === 'desc' };
  });
  const rest = ['created_at', 'id'].filter((key) => !keys.some((each) => each.key === key));
  return [...keys, ...rest.map((key) => ({ key, descending: true }))];
}

function sortValue(record: ImageRecord, key: string): string | number | null {
  switch (key) {
    case 'name':
      return record.name;
    case 'status':
      return record.status;
    case 'container_format':
      return record.containerFormat;
    case 'disk_format':
      return record.diskFormat;
    case 'size':
      return record.size;
    case 'created_at':
      return record.createdAt;
    case 'updated_at':
      return record.updatedAt;
    default:
      return record.id;
  }
}

/** The images a project is shown unasked: public ones, its own, and those it accepted. */
function inList({ caller, project, query }: Call, record: ImageRecord): boolean {
  const visibility = query.get('visibility');
  if (visibility === 'all') {
    return caller.admin || record.visibility !== 'private' || record.owner === project;
  }
  if (visibility !== null && record.visibility !== visibility) {
    return false;
  }
  if (record.visibility === 'public' || record.owner === project) {
    return true;
  }
  if (record.visibility === 'community') {
    return visibility === 'community';
  }
  const member = record.members.find((each) => each.project === project);
  const wanted = query.get('member_status') ?? 'accepted';
  return caller.admin || (member !== undefined && (wanted === 'all' || member.status === wanted));
}

function passes(record: ImageRecord, key: string, wanted: string): boolean {
  switch (key) {
    case 'visibility':
    case 'member_status':
      return true;
    case 'tag':
      return record.tags.includes(wanted);
    case 'size_min':
      return (record.size ?? 0) >= Number(wanted);
    case 'size_max':
      return (record.size ?? 0) <= Number(wanted);
    case 'os_hidden':
      return record.hidden === (wanted.toLowerCase() === 'true');
    case 'protected':
      return record.protected === (wanted.toLowerCase() === 'true');
    default: {
      const value = String(imageView(record)[key] ?? '');
      const choices = wanted.startsWith('in:') ? wanted.slice(3).split(',') : [wanted];
      return choices.some((choice) => choice.replace(/^"(.*)"$/, '$1') === value);
    }
  }
}

function refuseFilters(query: URLSearchParams): void {
  const visibility = query.get('visibility');
  if (visibility !== null && visibility !== 'all' && !VISIBILITIES.some((each) => each === visibility)) {
    throw new Fault(400, `Invalid visibility value: ${visibility}`);
  }
  for (const name of ['os_hidden', 'protected']) {
    const value = query.get(name);
    if (value !== null && !/^(true|false)$/i.test(value)) {
      throw new Fault(
        400,
        `Invalid value '${value}' for '${name}' filter. Valid values are case insensitive 'true' or 'false'.`,
      );
    }
  }
}

function relative(url: URL): string {
  return `${url.pathname.replace(/^.*\/image\//, '/')}${url.search}`;
}

/** The list of images, filtered, sorted and paged. */
export function imageList(records: Collection<ImageRecord>): Route {
  return route({
    method: 'GET',
    path: '/v2/images',
    policy: 'get_images',
    docs: 'https://docs.openstack.org/api-ref/image/v2/#list-images',
    run: (call) => {
      refuseFilters(call.query);
      const limit = limitOf(call.query);
      const marker = call.query.get('marker');
      const filters = [...call.query].filter(([key]) => !PAGING.has(key));
      const shown = records
        .where((each) => inList(call, each))
        .filter((each) => call.query.has('os_hidden') || !each.hidden)
        .filter((each) => filters.every(([key, wanted]) => passes(each, key, wanted)));
      if (marker !== null && !shown.some((each) => each.id === marker)) {
        throw markerFault(records, call, marker);
      }
      const part = page(sorted(shown, sortKeys(call.query), sortValue), (each) => each.id, { limit, marker });
      return {
        status: 200,
        body: {
          images: (part?.items ?? []).map(imageView),
          first: firstLink(call.url),
          schema: '/v2/schemas/images',
          ...(part?.next && { next: relative(new URL(nextLink(call.url, part.next))) }),
        },
      };
    },
  });
}

function firstLink(url: URL): string {
  const query = new URLSearchParams(url.search);
  query.delete('marker');
  const first = new URL(url);
  first.search = query.toString();
  return relative(first);
}

function markerFault(records: Collection<ImageRecord>, call: Call, marker: string): Fault {
  const known = records.get(marker);
  if (known) {
    demandImage(records, call, marker);
  }
  return new Fault(400, `No image found with ID ${marker}`);
}
