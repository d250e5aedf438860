import type { Disk, DiskEntry } from './disk.ts';

/** A disk that is gone when its machine is: what a `tmpfs` lies on. */
export class MemoryDisk implements Disk {
  readonly #entries = new Map<number, DiskEntry>();
  readonly #contents = new Map<number, Uint8Array<ArrayBuffer>>();
  readonly #notes = new Map<string, string>();

  entries(): DiskEntry[] {
    return [...this.#entries.values()];
  }

  put(entry: DiskEntry): void {
    this.#entries.set(entry.id, entry);
  }

  remove(id: number): void {
    this.#entries.delete(id);
  }

  sizes(): { content: number; size: number }[] {
    return [...this.#contents].map(([content, bytes]) => ({ content, size: bytes.length }));
  }

  read(content: number): Uint8Array<ArrayBuffer> {
    return this.#contents.get(content) ?? new Uint8Array();
  }

  write(content: number, bytes: Uint8Array): void {
    this.#contents.set(content, new Uint8Array(bytes));
  }

  append(content: number, bytes: Uint8Array, keep = Number.POSITIVE_INFINITY): void {
    const before = this.read(content);
    const whole = new Uint8Array(before.length + bytes.length);
    whole.set(before);
    whole.set(bytes, before.length);
    this.#contents.set(content, whole.slice(Math.max(0, whole.length - keep)));
  }

  free(content: number): void {
    this.#contents.delete(content);
  }

  note(name: string): string | undefined {
    return this.#notes.get(name);
  }

  setNote(name: string, text: string): void {
    this.#notes.set(name, text);
  }

  together(changes: () => void): void {
    changes();
  }
}
