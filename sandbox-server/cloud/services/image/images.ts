import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import type { ImageData } from './image-data.ts';
import {
  CONTAINER_FORMATS,
  DISK_FORMATS,
  demandImage,
  demandOwnImage,
  type ImageRecord,
  imageView,
  newImage,
  VISIBILITIES,
} from './image-records.ts';
import { glanceSpelling } from './spelling.ts';

const UUID = /^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$/;

/** What a client sets itself. What else it sends is a property of its own, and a string. */
export const imageInput = z
  .object({
    id: z.string().regex(UUID).optional(),
    name: z.string().max(255).nullable().optional(),
    visibility: z.enum(VISIBILITIES).optional(),
    disk_format: z.enum(DISK_FORMATS).nullable().optional(),
    container_format: z.enum(CONTAINER_FORMATS).nullable().optional(),
    min_ram: z.int().min(0).optional(),
    min_disk: z.int().min(0).optional(),
    protected: z.boolean().optional(),
    os_hidden: z.boolean().optional(),
    owner: z.string().max(255).nullable().optional(),
    tags: z.array(z.string().max(255)).optional(),
  })
  .catchall(z.string());

/** What the service alone sets. */
export const READ_ONLY: readonly string[] = [
  'status',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
  'size',
  'virtual_size',
  'created_at',
  'updated_at',
  'self',
  'file',
  'schema',
  'direct_url',
];

type Input = z.infer<typeof imageInput>;

/** The properties that are not the service's own. */
export function propertiesOf(input: Input): Record<string, string> {
  const known = new Set(Object.keys(imageInput.shape));
  const entries = Object.entries(input).filter(([key]) => !known.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

function made(input: Input, call: Call, parts: Parts): ImageRecord {
  const fresh = newImage(parts, (call.caller.admin ? input.owner : null) ?? call.project);
  return {
    ...fresh,
    id: input.id?.toLowerCase() ?? fresh.id,
    name: input.name ?? fresh.name,
    visibility: input.visibility ?? fresh.visibility,
    diskFormat: input.disk_format ?? fresh.diskFormat,
    containerFormat: input.container_format ?? fresh.containerFormat,
    minRam: input.min_ram ?? fresh.minRam,
    minDisk: input.min_disk ?? fresh.minDisk,
    protected: input.protected ?? fresh.protected,
    hidden: input.os_hidden ?? fresh.hidden,
    tags: [...new Set(input.tags)],
    properties: propertiesOf(input),
  };
}

function refuse(input: Input, { caller, project }: Call, images: Collection<ImageRecord>): void {
  const readOnly = READ_ONLY.find((key) => key in input);
  if (readOnly !== undefined) {
    throw new Fault(403, `Attribute '${readOnly}' is read-only.`);
  }
  if (input.visibility === 'public' && !caller.admin) {
    throw glanceSpelling.forbidden('publicize_image');
  }
  if (input.owner && input.owner !== project && !caller.admin) {
    throw new Fault(403, `You are not permitted to create images owned by '${input.owner}'.`);
  }
  if (input.id !== undefined && images.get(input.id.toLowerCase())) {
    throw new Fault(409, `Image ID ${input.id} already exists!`);
  }
}

/** Images: what servers are made from. */
export function images(records: Collection<ImageRecord>, data: ImageData, parts: Parts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/v2/images',
      policy: 'add_image',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#create-image',
      input: imageInput,
      run: (call) => {
        refuse(call.body, call, records);
        const record = records.put(made(call.body, call, parts));
        const headers = { location: `${call.root}/image/v2/images/${record.id}` };
        return { status: 201, headers, body: imageView(record) };
      },
    }),
    route({
      method: 'GET',
      path: '/v2/images/{id}',
      policy: 'get_image',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#show-image',
      run: (call) => ({ status: 200, body: imageView(demandImage(records, call, call.param('id'))) }),
    }),
    route({
      method: 'DELETE',
      path: '/v2/images/{id}',
      policy: 'delete_image',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#delete-image',
      run: (call) => {
        const id = call.param('id');
        if (!records.get(id)) {
          throw new Fault(404, `Failed to find image ${id} to delete`);
        }
        const found = demandOwnImage(records, call, id, 'delete_image');
        if (found.protected) {
          throw new Fault(403, `Image ${id} is protected and cannot be deleted.`);
        }
        records.remove(id);
        data.remove(id);
        return { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' } };
      },
    }),
  ];
}
