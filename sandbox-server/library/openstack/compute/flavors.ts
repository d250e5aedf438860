import { type Readable, readable } from '../collection.ts';
import type { Service } from '../service.ts';
import { number, object, type Shape, text } from '../shape.ts';

/** A size of server. */
export interface Flavor {
  id: string;
  name: string;
  vcpus: number;
  /** Memory, in MiB. */
  ram: number;
  /** Root disk, in GiB. */
  disk: number;
}

/** The sizes that the cloud offers. API: https://docs.openstack.org/api-ref/compute/#flavors */
export type Flavors = Readable<Flavor>;

const flavor: Shape<Flavor> = object<Flavor>({
  id: text,
  name: text,
  vcpus: number,
  ram: number,
  disk: number,
});

/** The flavors of a compute service. */
export function flavors(service: Service): Flavors {
  return readable({
    service,
    path: '/flavors',
    detail: '/flavors/detail',
    one: 'flavor',
    many: 'flavors',
    label: (item) => item.name,
    shape: flavor,
  });
}
