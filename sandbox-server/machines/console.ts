import type { Disk } from './disk/disk.ts';

/** The content under which a disk keeps its machine's console, beside all files. */
const CONSOLE = -1;

/** What a machine printed on its serial console: the newest part, kept on its disk. */
export class Console {
  readonly #disk: Disk;
  readonly #keep: number;
  readonly #listeners = new Set<(text: string) => void>();

  constructor(disk: Disk, keep: number) {
    this.#disk = disk;
    this.#keep = keep;
  }

  write(text: string): void {
    if (text === '') return;
    const bytes = new TextEncoder().encode(text);
    this.#disk.append(CONSOLE, bytes.subarray(Math.max(0, bytes.length - this.#keep)), this.#keep);
    for (const listener of this.#listeners) listener(text);
  }

  line(text: string): void {
    this.write(`${text}\n`);
  }

  read(): string {
    return new TextDecoder().decode(this.#disk.read(CONSOLE));
  }

  /** Hears what is printed from now on, until the function that is returned is called. */
  listen(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
