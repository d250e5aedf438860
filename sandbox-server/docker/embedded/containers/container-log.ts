import { z } from 'zod';
import type { Clock } from '../../../machines/clock.ts';
import type { Disk } from '../../../machines/disk/disk.ts';
import type { StreamName } from './output.ts';

/** The content under which a container's disk keeps its log, beside all files. */
const LOG = -2;
/** Bytes that are kept: the newest. */
const KEPT = 2 * 1024 * 1024;
const LONGEST_LINE = 16 * 1024;

const lineSchema = z.object({ log: z.string(), stream: z.enum(['stdout', 'stderr']), time: z.number() });
/** A line of the log; `time` in milliseconds since the epoch. */
export type LogLine = z.infer<typeof lineSchema>;

/** What a container printed, line by line, kept on its disk as the `json-file` driver does. */
export class ContainerLog {
  readonly #disk: Disk;
  readonly #clock: Clock;
  readonly #partial = { stdout: '', stderr: '' };
  readonly #listeners = new Set<(line: LogLine) => void>();

  constructor(disk: Disk, clock: Clock) {
    this.#disk = disk;
    this.#clock = clock;
  }

  add(stream: StreamName, text: string): void {
    const pieces = (this.#partial[stream] + text).split('\n');
    const rest = pieces.pop() ?? '';
    for (const piece of pieces) this.#keep(stream, `${piece}\n`);
    this.#partial[stream] = rest.length > LONGEST_LINE ? '' : rest;
    if (rest.length > LONGEST_LINE) this.#keep(stream, rest);
  }

  /** What was printed without an end of line is a line too once nothing follows. */
  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#partial[stream] !== '') this.#keep(stream, this.#partial[stream]);
      this.#partial[stream] = '';
    }
  }

  read(): LogLine[] {
    const text = new TextDecoder().decode(this.#disk.read(LOG));
    // The oldest line may have been cut when it was forgotten.
    return text
      .split('\n')
      .flatMap((line) =>
        line.startsWith('{') && line.endsWith('}') ? [lineSchema.parse(JSON.parse(line))] : [],
      );
  }

  /** Hears of lines from now on, until the function that is returned is called. */
  listen(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep(stream: StreamName, log: string): void {
    const line = { log, stream, time: this.#clock.now() };
    this.#disk.append(LOG, new TextEncoder().encode(`${JSON.stringify(line)}\n`), KEPT);
    for (const listener of this.#listeners) listener(line);
  }
}
