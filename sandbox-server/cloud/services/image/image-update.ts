import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { InvalidInput, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import { demandOwnImage, type ImageRecord, imageView } from './image-records.ts';
import { imageInput, propertiesOf, READ_ONLY } from './images.ts';
import { detailed, glanceSpelling } from './spelling.ts';

const PATCH_TYPES = [
  'application/openstack-images-v2.0-json-patch',
  'application/openstack-images-v2.1-json-patch',
];
const FIXED: readonly string[] = [...READ_ONLY, 'id'];

const change = z.object({ op: z.string(), path: z.string(), value: z.unknown().optional() }).loose();

/** The members of an image that a client may set, as it would send them. */
function settable(record: ImageRecord): Record<string, unknown> {
  const entries = Object.entries(imageView(record)).filter(([key]) => !FIXED.includes(key));
  return Object.fromEntries(entries);
}

/** Base members, which cannot be removed. */
const BASE: readonly string[] = Object.keys(imageInput.shape);

function apply(
  members: Record<string, unknown>,
  { op, path, value }: z.infer<typeof change>,
): Record<string, unknown> {
  if (!['add', 'remove', 'replace'].includes(op)) {
    throw new Fault(
      400,
      `Invalid operation: \`${op}\`. It must be one of the following: add, remove, replace.`,
    );
  }
  const name = path.replace(/^\//, '').replaceAll('~1', '/').replaceAll('~0', '~');
  if (!path.startsWith('/') || name === '') {
    throw new Fault(400, `Pointer \`${path}\` does not start with "/".`);
  }
  if (FIXED.includes(name)) {
    throw new Fault(403, `Attribute '${name}' is read-only.`);
  }
  if (op === 'remove') {
    if (BASE.includes(name)) {
      throw new Fault(403, `Property ${name} may not be removed.`);
    }
    if (!(name in members)) {
      throw conflict(name);
    }
    return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
  }
  if (value === undefined) {
    throw new Fault(400, 'Operation "%s" requires a member named "value".'.replace('%s', op));
  }
  if (op === 'replace' && !(name in members)) {
    throw conflict(name);
  }
  return { ...members, [name]: value };
}

function conflict(name: string): Fault {
  const words = 'There was a conflict when trying to complete your request.';
  return detailed(409, words, `Property ${name} does not exist.`);
}

function patched(record: ImageRecord, changes: z.infer<typeof change>[], now: number): ImageRecord {
  const members = changes.reduce(apply, settable(record));
  const parsed = imageInput.safeParse(members);
  if (!parsed.success) {
    throw new InvalidInput(parsed.error, members);
  }
  const given = parsed.data;
  return {
    ...record,
    name: given.name ?? null,
    visibility: given.visibility ?? record.visibility,
    diskFormat: given.disk_format ?? null,
    containerFormat: given.container_format ?? null,
    minRam: given.min_ram ?? 0,
    minDisk: given.min_disk ?? 0,
    protected: given.protected ?? false,
    hidden: given.os_hidden ?? false,
    owner: given.owner ?? record.owner,
    tags: [...new Set(given.tags)],
    properties: propertiesOf(given),
    updatedAt: now,
  };
}

/** Changing an image, by JSON patch. */
export function imageUpdate(records: Collection<ImageRecord>, { clock }: Parts): Route {
  return route({
    method: 'PATCH',
    path: '/v2/images/{id}',
    policy: 'modify_image',
    docs: 'https://docs.openstack.org/api-ref/image/v2/#update-image',
    input: z.unknown(),
    run: (call) => {
      const kind = call.request.headers.get('content-type') ?? '';
      if (!PATCH_TYPES.includes(kind)) {
        const words = `The request media type ${kind} is not supported by this server.`;
        throw new Fault(415, words, { headers: { 'accept-patch': PATCH_TYPES.join(', ') } });
      }
      const changes = z.array(change).safeParse(call.body);
      if (!changes.success) {
        throw new Fault(400, 'Request body must be a JSON array of operation objects.');
      }
      const found = demandOwnImage(records, call, call.param('id'), 'modify_image');
      const result = patched(found, changes.data, clock.now());
      if (result.visibility === 'public' && found.visibility !== 'public' && !call.caller.admin) {
        throw glanceSpelling.forbidden('publicize_image');
      }
      if (result.owner !== found.owner && !call.caller.admin) {
        throw new Fault(403, `You are not permitted to change the owner of image ${found.id}.`);
      }
      return { status: 200, body: imageView(records.put(result)) };
    },
  });
}
