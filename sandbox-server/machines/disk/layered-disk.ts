import type { Disk, DiskEntry } from './disk.ts';

/** Files that several disks begin with and none changes: an image. */
export interface DiskBase {
  /** By their ids. */
  readonly entries: ReadonlyMap<number, DiskEntry>;
  readonly contents: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
}

/** Marks on the upper disk have negative ids: of a name that was removed, and of bytes that were replaced. */
const REPLACED_FROM = -1_000_000_000;
const mark = (id: number): DiskEntry => ({
  id,
  parent: id,
  name: 'mark',
  kind: 'file',
  mode: 0,
  changed: 0,
  target: '',
  content: 0,
});

/** A disk over a base: what is written goes to the upper disk, and the base shines through where nothing was. */
export class LayeredDisk implements Disk {
  readonly #base: DiskBase;
  readonly #upper: Disk;
  readonly #removed = new Set<number>();
  readonly #replaced = new Set<number>();

  constructor(base: DiskBase, upper: Disk) {
    this.#base = base;
    this.#upper = upper;
    for (const { id } of upper.entries()) {
      if (id <= REPLACED_FROM) this.#replaced.add(REPLACED_FROM - id);
      else if (id < 0) this.#removed.add(-id);
    }
  }

  *entries(): Generator<DiskEntry> {
    const upper = new Map<number, DiskEntry>();
    for (const entry of this.#upper.entries()) if (entry.id >= 0) upper.set(entry.id, entry);
    for (const entry of this.#base.entries.values()) {
      if (this.#removed.has(entry.id)) continue;
      yield upper.get(entry.id) ?? entry;
      upper.delete(entry.id);
    }
    yield* upper.values();
  }

  put(entry: DiskEntry): void {
    this.#upper.put(entry);
  }

  remove(id: number): void {
    this.#upper.remove(id);
    if (!this.#base.entries.has(id)) return;
    this.#removed.add(id);
    this.#upper.put(mark(-id));
  }

  *sizes(): Generator<{ content: number; size: number }> {
    for (const [content, bytes] of this.#base.contents)
      if (!this.#replaced.has(content)) yield { content, size: bytes.length };
    yield* this.#upper.sizes();
  }

  read(content: number): Uint8Array<ArrayBuffer> {
    return this.#below(content) ?? this.#upper.read(content);
  }

  write(content: number, bytes: Uint8Array): void {
    this.#replace(content);
    this.#upper.write(content, bytes);
  }

  append(content: number, bytes: Uint8Array, keep?: number): void {
    const below = this.#below(content);
    this.#replace(content);
    if (below) this.#upper.write(content, below);
    this.#upper.append(content, bytes, keep);
  }

  free(content: number): void {
    this.#replace(content);
    this.#upper.free(content);
  }

  note(name: string): string | undefined {
    return this.#upper.note(name);
  }

  setNote(name: string, text: string): void {
    this.#upper.setNote(name, text);
  }

  together(changes: () => void): void {
    this.#upper.together(changes);
  }

  /** Whether the bytes of a file are still those of the base. */
  isUntouched(content: number): boolean {
    return this.#below(content) !== undefined;
  }

  #below(content: number): Uint8Array<ArrayBuffer> | undefined {
    return this.#replaced.has(content) ? undefined : this.#base.contents.get(content);
  }

  #replace(content: number): void {
    if (this.#below(content) === undefined) return;
    this.#replaced.add(content);
    this.#upper.put(mark(REPLACED_FROM - content));
  }
}
