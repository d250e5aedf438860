import { parentPort, workerData } from 'node:worker_threads';
import { createJuliaKernel } from './kernel.ts';
import { type Canvas, createCanvas } from './render.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

/** One thread of the pool: draws the steps that it is asked for, in the order in which they are asked. */
const port = parentPort;
const module: unknown = workerData;
if (!port || !(module instanceof WebAssembly.Module)) throw new Error('This file is a thread of threads.ts.');
const kernel = await createJuliaKernel(module);
const canvases = new Map<number, Canvas>();

function canvasOf(picture: number): Canvas {
  const canvas = canvases.get(picture);
  if (!canvas) throw new Error(`Picture ${picture} was never begun.`);
  return canvas;
}

function answer(message: ToThread): FromThread | undefined {
  const { kind, picture } = message;
  switch (kind) {
    case 'step': {
      if (!canvases.has(picture)) canvases.set(picture, createCanvas(kernel, message.drawing));
      return { kind: 'batch', picture, batch: canvasOf(picture).step(message.rounds) };
    }
    case 'finish':
      return { kind: 'file', picture, file: canvasOf(picture).finish() };
    case 'drop':
      canvases.delete(picture);
      return undefined;
  }
}

function transferable(reply: FromThread): ArrayBuffer[] {
  if (reply.kind === 'batch') return [reply.batch.indices.buffer];
  return reply.kind === 'file' ? [reply.file.buffer] : [];
}

port.on('message', (message: ToThread) => {
  try {
    const reply = answer(message);
    if (reply) port.postMessage(reply, transferable(reply));
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    port.postMessage({ kind: 'failed', picture: message.picture, error } satisfies FromThread);
  }
});
