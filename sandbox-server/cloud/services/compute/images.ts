import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Call, type Exchange, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { links } from './links.ts';
import { paged } from './listing.ts';
import { LAST_PROXY, passOn } from './proxy.ts';

const image = z.object({
  id: z.string(),
  name: z.string().nullable(),
  status: z.string(),
  size: z.number().nullable(),
  min_ram: z.number(),
  min_disk: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
type Image = z.infer<typeof image>;

/** Glance's statuses in Nova's words, with how far they are in per cent. */
const STATUSES: Record<string, [status: string, progress: number]> = {
  queued: ['SAVING', 25],
  saving: ['SAVING', 50],
  active: ['ACTIVE', 100],
};

function brief(exchange: Exchange, { id, name }: Image): object {
  const alternate = {
    rel: 'alternate',
    type: 'application/vnd.openstack.image',
    href: `${exchange.root}/image/images/${id}`,
  };
  return { id, name: name ?? '', links: [...links(exchange, `images/${id}`), alternate] };
}

function full(exchange: Exchange, one: Image): object {
  const [status, progress] = STATUSES[one.status] ?? ['UNKNOWN', 0];
  return {
    ...brief(exchange, one),
    minRam: one.min_ram,
    minDisk: one.min_disk,
    metadata: {},
    created: one.created_at,
    updated: one.updated_at,
    status,
    progress,
    'OS-EXT-IMG-SIZE:size': one.size,
  };
}

/** Images by way of Nova, for clients of before 2.36. */
export function images({ parts }: Compute): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/compute/#images-deprecated';
  const until = LAST_PROXY;
  const list = async (call: Call, view: (exchange: Exchange, one: Image) => object) => {
    const path = '/image/v2/images?limit=1000';
    const found = (await passOn(parts, call, path, z.object({ images: z.array(image) }))).images;
    const name = call.query.get('name');
    const named = found.filter((each) => name === null || each.name === name);
    const { items, links: next } = paged(call, 'images', named, (each) => each.id);
    return { status: 200, body: { images: items.map((each) => view(call, each)), ...next } };
  };
  return [
    route({ method: 'GET', path: '/v2.1/images', until, docs, run: (call) => list(call, brief) }),
    route({ method: 'GET', path: '/v2.1/images/detail', until, docs, run: (call) => list(call, full) }),
    route({
      method: 'GET',
      path: '/v2.1/images/{id}',
      until,
      docs,
      run: async (call) => {
        try {
          const one = await passOn(parts, call, `/image/v2/images/${call.param('id')}`, image);
          return { status: 200, body: { image: full(call, one) } };
        } catch (error) {
          if (error instanceof Fault && error.status === 404) {
            throw new Fault(404, 'Image not found.', { cause: error });
          }
          throw error;
        }
      },
    }),
  ];
}
