import { z } from 'zod';
import { isoSeconds } from '../../clock.ts';
import { Fault } from '../../fault.ts';
import type { Call } from '../../route.ts';
import type { Parts } from '../../service.ts';
import { type Collection, collection, type Store } from '../../store.ts';
import { glanceSpelling } from './spelling.ts';

/** The formats that a disk may have, as Glance's. */
export const DISK_FORMATS = [
  'ami',
  'ari',
  'aki',
  'vhd',
  'vhdx',
  'vmdk',
  'raw',
  'qcow2',
  'vdi',
  'iso',
  'ploop',
] as const;
/** The formats that what a disk comes in may have, as Glance's. */
export const CONTAINER_FORMATS = ['ami', 'ari', 'aki', 'bare', 'ovf', 'ova', 'docker', 'compressed'] as const;
/** Who may see an image. */
export const VISIBILITIES = ['community', 'public', 'private', 'shared'] as const;

const memberRecord = z.object({
  project: z.string(),
  status: z.enum(['pending', 'accepted', 'rejected']),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type MemberRecord = z.infer<typeof memberRecord>;

const imageRecord = z.object({
  id: z.string(),
  name: z.string().nullable(),
  /** The id of the project it belongs to. */
  owner: z.string(),
  visibility: z.enum(VISIBILITIES),
  status: z.enum(['queued', 'saving', 'active', 'deactivated']),
  diskFormat: z.enum(DISK_FORMATS).nullable(),
  containerFormat: z.enum(CONTAINER_FORMATS).nullable(),
  /** MiB and GiB that a flavor must have at least. */
  minRam: z.number(),
  minDisk: z.number(),
  protected: z.boolean(),
  hidden: z.boolean(),
  tags: z.array(z.string()),
  /** Further properties, whatever they are called. */
  properties: z.record(z.string(), z.string()),
  /** Octets; null until there is data. */
  size: z.number().nullable(),
  virtualSize: z.number().nullable(),
  /** MD5 and SHA-512 of the data, in hexadecimal. */
  checksum: z.string().nullable(),
  hash: z.string().nullable(),
  members: z.array(memberRecord),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type ImageRecord = z.infer<typeof imageRecord>;

/** A new image that nothing is said of yet: it belongs to `owner` and waits for its data. */
export function newImage({ ids, clock }: Pick<Parts, 'ids' | 'clock'>, owner: string): ImageRecord {
  const now = clock.now();
  return {
    id: ids.uuid(),
    name: null,
    owner,
    visibility: 'shared',
    status: 'queued',
    diskFormat: null,
    containerFormat: null,
    minRam: 0,
    minDisk: 0,
    protected: false,
    hidden: false,
    tags: [],
    properties: {},
    size: null,
    virtualSize: null,
    checksum: null,
    hash: null,
    members: [],
    createdAt: now,
    updatedAt: now,
  };
}

/** Opens the images kept in `store`. */
export function openImages(store: Store): Collection<ImageRecord> {
  return collection(store, 'images', imageRecord);
}

/** An image as Glance shows it. */
export function imageView(record: ImageRecord): Record<string, unknown> {
  const self = `/v2/images/${record.id}`;
  return {
    ...record.properties,
    name: record.name,
    disk_format: record.diskFormat,
    container_format: record.containerFormat,
    visibility: record.visibility,
    size: record.size,
    virtual_size: record.virtualSize,
    status: record.status,
    checksum: record.checksum,
    protected: record.protected,
    min_ram: record.minRam,
    min_disk: record.minDisk,
    owner: record.owner,
    os_hidden: record.hidden,
    os_hash_algo: record.hash === null ? null : 'sha512',
    os_hash_value: record.hash,
    id: record.id,
    created_at: isoSeconds(record.createdAt),
    updated_at: isoSeconds(record.updatedAt),
    tags: record.tags,
    self,
    file: `${self}/file`,
    schema: '/v2/schemas/image',
  };
}

/** Whether the caller may see the image when it knows its id. */
function visibleTo({ caller, project }: Pick<Call, 'caller' | 'project'>, record: ImageRecord): boolean {
  return (
    caller.admin ||
    record.owner === project ||
    record.visibility === 'public' ||
    record.visibility === 'community' ||
    (record.visibility === 'shared' && record.members.some((member) => member.project === project))
  );
}

/** Finds an image that the caller may see. */
export function demandImage(images: Collection<ImageRecord>, call: Call, id: string): ImageRecord {
  const found = images.get(id);
  if (!found || !visibleTo(call, found)) {
    throw new Fault(404, `No image found with ID ${id}`);
  }
  return found;
}

/** Finds an image that the caller may change; `policy` names what it is about to do. */
export function demandOwnImage(
  images: Collection<ImageRecord>,
  call: Call,
  id: string,
  policy: string,
): ImageRecord {
  const found = demandImage(images, call, id);
  if (found.owner !== call.project && !call.caller.admin) {
    throw glanceSpelling.forbidden(policy);
  }
  return found;
}
