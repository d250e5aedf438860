import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import { chooseConstant } from './constant.ts';
import type { Constant, Task } from './fractal.ts';
import type { Renderer } from './julia/rendering.ts';

/** What a worker tells whoever watches it. */
export type WorkerProgress =
  | { kind: 'started'; task: Task; constant: Constant; hostname: string }
  | {
      kind: 'rows';
      uuid: string;
      hostname: string;
      /** The first of these rows, and how many; `indices` has a byte a pixel, the colour's index modulo 32. */
      y: number;
      rows: number;
      width: number;
      indices: Uint8Array<ArrayBuffer>;
    }
  | { kind: 'finished'; uuid: string; hostname: string; duration: number }
  | { kind: 'abandoned'; uuid: string; hostname: string };

/** A drawn picture, and what the API wants to know of it. */
export interface DrawnPicture {
  png: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the file, hexadecimal. */
  checksum: string;
  /** Seconds of the clock, for choosing c and drawing. */
  duration: number;
  constant: Constant;
}

interface Parts {
  renderer: Renderer;
  clock: Clock;
  signal: AbortSignal;
  random: () => number;
  progress: (event: WorkerProgress) => void;
  hostname: string;
  iterationsPerSecond: number;
}

/** How much is drawn between two looks at the clock: a tenth of a second's work, at most this many rounds. */
const stepOf = (iterationsPerSecond: number): number => Math.min(iterationsPerSecond / 10, 4_000_000);

/**
 * Chooses a constant and draws a task's picture, no faster than its processor could.
 * @returns undefined when the task's view holds no constant that the original would take
 * @throws the signal's reason once that is aborted
 */
export async function draw(parts: Parts, task: Task): Promise<DrawnPicture | undefined> {
  const { renderer, clock, signal, random, progress, hostname, iterationsPerSecond } = parts;
  const { uuid, width } = task;
  const start = clock.now();
  const constant = chooseConstant(task, random);
  if (!constant) return undefined;
  progress({ kind: 'started', task, constant, hostname });
  const rendering = renderer.open({ ...task, ...constant });
  const encoding = renderer.encode(width, task.height);
  try {
    let spent = 0;
    // While some rows are compressed the next ones are drawn.
    let drawn = new Uint8Array();
    for (let done = false; !done; ) {
      signal.throwIfAborted();
      const [batch] = await Promise.all([
        rendering.step(stepOf(iterationsPerSecond)),
        drawn.length > 0 && encoding.write(drawn),
      ]);
      const { y, rows, indices } = batch;
      spent += batch.rounds;
      done = batch.done;
      drawn = indices;
      const early = start + (spent / iterationsPerSecond) * 1000 - clock.now();
      if (early > 0) await clock.wait(early, signal);
      signal.throwIfAborted();
      if (rows > 0) progress({ kind: 'rows', uuid, hostname, y, rows, width, indices });
    }
    const duration = (clock.now() - start) / 1000;
    const [, png] = await Promise.all([encoding.write(drawn), encoding.finish()]);
    signal.throwIfAborted();
    return { png, checksum: createHash('sha256').update(png).digest('hex'), duration, constant };
  } finally {
    rendering.close();
    encoding.close();
  }
}
