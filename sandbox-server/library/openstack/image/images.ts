import { type Readable, readable } from '../collection.ts';
import type { Service } from '../service.ts';
import { list, nullable, number, object, optional, type Shape, text } from '../shape.ts';

/** A disk with an operating system on it, ready to be copied. */
export interface Image {
  id: string;
  name: string | null;
  /** `queued`, `saving`, `active`, `deactivated` … Only an `active` one can be booted. */
  status: string;
  visibility: string;
  /** Bytes of the file. */
  size: number | null;
  /** MD5 of the file. */
  checksum: string | null;
  disk_format: string | null;
  container_format: string | null;
  /** MiB of memory that a server needs at least to boot it. */
  min_ram: number;
  /** GiB of disk that a server needs at least to boot it. */
  min_disk: number;
  created_at: string;
  tags?: string[] | undefined;
}

/** The images that you may boot. API: https://docs.openstack.org/api-ref/image/v2/#images */
export type Images = Readable<Image>;

const image: Shape<Image> = object<Image>({
  id: text,
  name: nullable(text),
  status: text,
  visibility: text,
  size: nullable(number),
  checksum: nullable(text),
  disk_format: nullable(text),
  container_format: nullable(text),
  min_ram: number,
  min_disk: number,
  created_at: text,
  tags: optional(list(text)),
});

/** The images of an image service. */
export function images(service: Service): Images {
  return readable({
    service,
    path: '/images',
    one: null,
    many: 'images',
    label: (item) => item.name ?? '',
    filter: 'name',
    shape: image,
  });
}
