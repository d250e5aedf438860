import { z } from 'zod';
import type { Collection } from '../../../cloud/store.ts';
import type { Disks } from '../../../machines/disk/disk.ts';
import { Tree } from '../../../machines/disk/tree.ts';
import { badRequest, conflict, notFound } from '../fault.ts';

/** A volume as it is kept. */
export const volumeSchema = z.object({
  /** Its name. */
  id: z.string(),
  /** What its disk is called. */
  key: z.string(),
  created: z.number(),
  labels: z.record(z.string(), z.string()),
  options: z.record(z.string(), z.string()).nullable(),
  /** Made for one container, without a name of somebody's choice. */
  anonymous: z.boolean(),
});
export type VolumeRecord = z.infer<typeof volumeSchema>;

const MEBIBYTE = 1024 * 1024;
const LIMITS = { bytes: 64 * MEBIBYTE, entries: 20_000 };

/** What volumes need of the engine. */
export interface VolumesParts {
  readonly records: Collection<VolumeRecord>;
  readonly disks: Disks;
  readonly newId: () => string;
  readonly now: () => number;
  /** The containers that have the volume, by their ids. */
  readonly usersOf: (name: string) => readonly string[];
}

/** The volumes of an engine. */
export class Volumes {
  readonly #parts: VolumesParts;
  readonly #trees = new Map<string, Tree>();

  constructor(parts: VolumesParts) {
    this.#parts = parts;
  }

  all(): VolumeRecord[] {
    return this.#parts.records.all();
  }

  get(name: string): VolumeRecord | undefined {
    return this.#parts.records.get(name);
  }

  /** @throws DockerFault 404 */
  demand(name: string): VolumeRecord {
    const found = this.get(name);
    if (!found) throw notFound(`get ${name}: no such volume`);
    return found;
  }

  /** The volume of that name, made when there is none; without a name one that is nobody's choice. */
  create(
    name: string,
    given: { labels?: Record<string, string>; options?: Record<string, string> | null } = {},
  ): VolumeRecord {
    const known = this.get(name);
    if (known) return known;
    if (name !== '' && !/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name))
      throw badRequest(
        `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
      );
    const id = this.#parts.newId();
    return this.#parts.records.put({
      id: name === '' ? id : name,
      key: `volume-${id.slice(0, 40)}`,
      created: this.#parts.now(),
      labels: given.labels ?? {},
      options: given.options ?? null,
      anonymous: name === '',
    });
  }

  tree(name: string): Tree {
    const { key } = this.demand(name);
    const known = this.#trees.get(key) ?? new Tree(this.#parts.disks.open(key), LIMITS, this.#parts.now);
    this.#trees.set(key, known);
    return known;
  }

  /** Under what its databases lie. */
  diskKey(name: string): string {
    return this.demand(name).key;
  }

  usersOf(name: string): readonly string[] {
    return this.#parts.usersOf(name);
  }

  /** @throws DockerFault 409 while a container has it */
  remove(name: string): void {
    const { key } = this.demand(name);
    const users = this.usersOf(name);
    if (users.length > 0) throw conflict(`remove ${name}: volume is in use - [${users.join(', ')}]`);
    this.#parts.records.remove(name);
    this.#trees.delete(key);
    this.#parts.disks.destroy(key);
  }

  /** Bytes of its files. */
  sizeOf(name: string): number {
    return this.tree(name).usage().used;
  }
}
