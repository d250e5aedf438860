import type { Sql } from '../../faafo/sql.ts';

/** One name on a disk. */
export interface DiskEntry {
  readonly id: number;
  /** The folder's id; the root folder, id 0, is its own parent. */
  readonly parent: number;
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly changed: number;
  /** Where a link points; empty for others. */
  readonly target: string;
  /** The number under which a file's bytes are kept; hard links share one. 0 for others. */
  readonly content: number;
}

/** Where a machine's files are kept. Each write is there after a restart once the call returned. */
export interface Disk {
  entries(): Iterable<DiskEntry>;
  put(entry: DiskEntry): void;
  remove(id: number): void;
  /** The number of bytes of each content. */
  sizes(): Iterable<{ readonly content: number; readonly size: number }>;
  read(content: number): Uint8Array<ArrayBuffer>;
  write(content: number, bytes: Uint8Array): void;
  /** Adds bytes at the end; with `keep`, forgets the oldest pieces once there are more bytes than that. */
  append(content: number, bytes: Uint8Array, keep?: number): void;
  free(content: number): void;
  /** A text kept beside the files, such as the card of the server; undefined when there is none. */
  note(name: string): string | undefined;
  setNote(name: string, text: string): void;
  /** Does many changes as one: quicker, and all or nothing. */
  together(changes: () => void): void;
}

/** The store room of all machines' disks. */
export interface Disks {
  /** Machines that have a disk here. */
  ids(): string[];
  /** Opens a machine's disk, making an empty one when there is none. */
  open(machine: string): Disk;
  /** A database file of a machine, by its path on that machine. */
  sql(machine: string, path: string): Sql;
  /** Removes a machine's disk and databases for good. */
  destroy(machine: string): void;
}
