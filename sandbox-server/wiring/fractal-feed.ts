import type { WorkerProgress } from '../faafo/drawing.ts';
import type { FractalRows } from '../http/socket.ts';

type Reader = (rows: FractalRows) => void;

/** A picture as far as it is drawn. */
interface Picture {
  project: string;
  width: number;
  height: number;
  worker: string;
  bands: FractalRows[];
  bytes: number;
}

/** What is kept for a page that is opened later: of each project, and of all together. */
const PICTURES_OF_A_PROJECT = 6;
const BYTES_OF_A_PROJECT = 6 << 20;
const BYTES_OF_ALL = 96 << 20;

/**
 * Carries the rows that workers draw to whoever watches their project, and keeps the latest pictures, so that
 * a page that is opened or reloaded shows what was drawn before. A picture that is drawn anew begins anew.
 */
export class FractalFeed {
  readonly #readers = new Map<string, Set<Reader>>();
  /** By uuid, in the order in which they were begun. */
  readonly #pictures = new Map<string, Picture>();

  /** What a worker says of its task; `project` owns its machine. */
  progress(project: string, worker: string, event: WorkerProgress): void {
    if (event.kind === 'started') {
      const { uuid, width, height } = event.task;
      this.#pictures.delete(uuid);
      this.#pictures.set(uuid, { project, width, height, worker, bands: [], bytes: 0 });
      return;
    }
    if (event.kind !== 'rows') return;
    const picture = this.#pictures.get(event.uuid);
    if (!picture) return;
    const { width, height } = picture;
    const rows = { uuid: event.uuid, width, height, y: event.y, pixels: event.indices, worker };
    picture.bands.push(rows);
    picture.bytes += event.indices.byteLength;
    for (const read of this.#readers.get(project) ?? []) read(rows);
    this.#makeRoom(project, event.uuid);
  }

  /** Hands over the latest pictures of a project, then its rows as they come; returns how to stop. */
  watch(project: string, read: Reader): () => void {
    for (const [, { bands }] of this.#ofProject(project)) for (const rows of bands) read(rows);
    const readers = this.#readers.get(project) ?? new Set();
    this.#readers.set(project, readers.add(read));
    return () => {
      readers.delete(read);
      if (readers.size === 0) this.#readers.delete(project);
    };
  }

  /** Forgets the pictures of a project. */
  forget(project: string): void {
    for (const [uuid] of this.#ofProject(project)) this.#pictures.delete(uuid);
  }

  #ofProject(project: string): [string, Picture][] {
    return [...this.#pictures].filter(([, picture]) => picture.project === project);
  }

  /** Lets the oldest pictures go until the rest fit; never the one that is being drawn. */
  #makeRoom(project: string, current: string): void {
    const own = this.#ofProject(project);
    this.#drop(own, current, (left, bytes) => left > PICTURES_OF_A_PROJECT || bytes > BYTES_OF_A_PROJECT);
    this.#drop([...this.#pictures], current, (_left, bytes) => bytes > BYTES_OF_ALL);
  }

  #drop(
    oldestFirst: [string, Picture][],
    current: string,
    tooMuch: (left: number, bytes: number) => boolean,
  ): void {
    let left = oldestFirst.length;
    let bytes = oldestFirst.reduce((sum, [, picture]) => sum + picture.bytes, 0);
    for (const [uuid, picture] of oldestFirst) {
      if (!tooMuch(left, bytes)) return;
      if (uuid === current) continue;
      this.#pictures.delete(uuid);
      left -= 1;
      bytes -= picture.bytes;
    }
  }
}
