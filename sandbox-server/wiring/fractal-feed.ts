import type { WorkerProgress } from '../faafo/drawing.ts';
import type { FractalRows } from '../http/socket.ts';

type Reader = (rows: FractalRows) => void;

/** Carries the rows that workers draw to whoever watches their project; nobody watching costs nothing. */
export class FractalFeed {
  readonly #readers = new Map<string, Set<Reader>>();
  readonly #tasks = new Map<string, { width: number; height: number }>();

  /** What a worker says of its task; `project` owns its machine. */
  progress(project: string, worker: string, event: WorkerProgress): void {
    if (event.kind === 'started') {
      this.#tasks.set(event.task.uuid, { width: event.task.width, height: event.task.height });
      return;
    }
    if (event.kind !== 'rows') {
      this.#tasks.delete(event.uuid);
      return;
    }
    const size = this.#tasks.get(event.uuid);
    const readers = this.#readers.get(project);
    if (!size || !readers) return;
    for (const read of readers) {
      read({ uuid: event.uuid, ...size, y: event.y, pixels: event.indices, worker });
    }
  }

  /** Begins to read a project's rows; returns how to stop. */
  watch(project: string, read: Reader): () => void {
    const readers = this.#readers.get(project) ?? new Set();
    this.#readers.set(project, readers.add(read));
    return () => {
      readers.delete(read);
      if (readers.size === 0) this.#readers.delete(project);
    };
  }
}
