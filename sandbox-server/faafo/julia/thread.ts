import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { drawRow } from './draw-row.ts';
import { encodeRows } from './encode-rows.ts';
import { createJuliaKernel } from './kernel.ts';
import { createPngEncoder, type PngEncoder } from './png.ts';
import { findSymmetry, type Symmetry } from './symmetry.ts';
import type { FromThread, Piece, Subject, ToThread } from './thread-messages.ts';

/** One thread of the pool: draws and encodes what it is asked for, all jobs by turns. */
const port = parentPort;
const module: unknown = workerData;
if (!port || !(module instanceof WebAssembly.Module)) throw new Error('This file is a thread of threads.ts.');
const kernel = await createJuliaKernel(module);

/** How long a job works, in milliseconds, before the others have their turn. */
const TURN = 10;

interface Picture extends Subject {
  symmetry: Symmetry | undefined;
}

/** A file in the making, and the end of what is being written to it. */
interface File {
  encoder: PngEncoder;
  written: Promise<void>;
}

const pictures = new Map<number, Picture>();
const files = new Map<number, File>();

const say = (reply: FromThread, transfer: ArrayBuffer[] = []): void => port.postMessage(reply, transfer);

function pictureOf(job: number, { drawing, memory }: Subject): Picture {
  const known = pictures.get(job);
  if (known) return known;
  const picture = { drawing, symmetry: memory && findSymmetry(drawing, memory) };
  pictures.set(job, picture);
  return picture;
}

async function draw(job: number, subject: Subject, { y, rows }: Piece): Promise<void> {
  const picture = pictureOf(job, subject);
  const { drawing, symmetry } = picture;
  const { width } = drawing;
  const indices = new Uint8Array(rows * width);
  let rounds = 0;
  let milliseconds = 0;
  let since = performance.now();
  for (let row = 0; row < rows; row += 1) {
    const folded = indices.subarray(row * width, (row + 1) * width);
    for (const spent of drawRow(kernel, drawing, y + row, folded, symmetry)) {
      rounds += spent;
      if (performance.now() - since < TURN) continue;
      milliseconds += performance.now() - since;
      say({ kind: 'spent', job, y, rounds });
      rounds = 0;
      await turn();
      if (pictures.get(job) !== picture) return;
      since = performance.now();
    }
  }
  milliseconds += performance.now() - since;
  say({ kind: 'rows', job, y, rounds, milliseconds, indices }, [indices.buffer]);
}

function fileOf(job: number, width: number, height: number): File {
  const file = files.get(job) ?? { encoder: createPngEncoder(width, height), written: Promise.resolve() };
  files.set(job, file);
  return file;
}

async function write(job: number, file: File, width: number, indices: Uint8Array): Promise<void> {
  await file.written;
  let since = performance.now();
  for (const _ of encodeRows(kernel, file.encoder, width, indices)) {
    if (performance.now() - since < TURN) continue;
    await turn();
    if (files.get(job) !== file) return;
    since = performance.now();
  }
  say({ kind: 'written', job });
}

async function finish(job: number): Promise<void> {
  const file = files.get(job);
  if (!file) throw new Error('The file was never begun.');
  await file.written;
  const bytes = file.encoder.finish();
  say({ kind: 'file', job, file: bytes }, [bytes.buffer]);
}

async function answer(message: ToThread): Promise<void> {
  const { kind, job } = message;
  switch (kind) {
    case 'draw':
      return draw(job, message.subject, message);
    case 'write': {
      const file = fileOf(job, message.width, message.height);
      file.written = write(job, file, message.width, message.indices);
      return file.written;
    }
    case 'finish':
      return finish(job);
    case 'drop':
      pictures.delete(job);
      files.delete(job);
  }
}

port.on('message', (message: ToThread) => {
  answer(message).catch((cause: unknown) => {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    say({ kind: 'failed', job: message.job, error });
  });
});
