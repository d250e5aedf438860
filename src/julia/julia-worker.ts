import type { Drawing } from '../../sandbox-server/faafo/fractal.ts';
import wasmUrl from '../../sandbox-server/faafo/julia/dist/julia.wasm?url&no-inline';
import { drawRow } from '../../sandbox-server/faafo/julia/draw-row.ts';
import { createJuliaKernel, type JuliaKernel } from '../../sandbox-server/faafo/julia/kernel.ts';
import { mandelbrotRow } from './mandelbrot-row.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** How long rows are drawn, in milliseconds, before a newer picture is asked for. */
const TURN = 12;

/** When a picture takes longer than this, the next one is shown coarsely first. */
const SLOW = 50;
const COARSE = 6;

async function load(): Promise<JuliaKernel> {
  const answer = await fetch(wasmUrl);
  if (!answer.ok) throw new Error(`The renderer was answered with ${answer.status}.`);
  return createJuliaKernel(await WebAssembly.compile(await answer.arrayBuffer()));
}

const kernel = load();
let latest = 0;
let took = 0;

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(undefined);
  });

function send(message: FromWorker): void {
  postMessage(message, { transfer: [message.indices.buffer] });
}

/** Draws all rows, some milliseconds at a time; false when a newer picture has come meanwhile. */
async function drawRows(
  picture: number,
  { width, height }: Drawing,
  step: number,
  draw: (y: number, folded: Uint8Array<ArrayBuffer>) => Iterable<unknown>,
): Promise<boolean> {
  let first = 0;
  let since = performance.now();
  let shown = since;
  let indices = new Uint8Array(width * height);
  const isStale = (): boolean => picture !== latest;
  for (let y = 0; y < height; y += 1) {
    const at = (y - first) * width;
    for (const _ of draw(y, indices.subarray(at, at + width))) {
      if (performance.now() - since < TURN) continue;
      await turn();
      if (isStale()) return false;
      since = performance.now();
    }
    const done = y === height - 1;
    // A coarse picture is shown as a whole, a fine one as it grows.
    if (!done && (step > 1 || performance.now() - shown < TURN)) continue;
    const rows = indices.slice(0, (y + 1 - first) * width);
    send({ picture, step, y: first, width, indices: rows, done: done && step === 1 });
    indices = new Uint8Array(width * (height - y - 1));
    first = y + 1;
    shown = performance.now();
  }
  return true;
}

async function drawJulia(picture: number, drawing: Drawing): Promise<void> {
  const ready = await kernel;
  const paint = (what: Drawing) => (y: number, folded: Uint8Array) => drawRow(ready, what, y, folded);
  if (took > SLOW) {
    const width = Math.max(2, Math.ceil(drawing.width / COARSE));
    const height = Math.max(2, Math.ceil(drawing.height / COARSE));
    const coarse = { ...drawing, width, height };
    if (!(await drawRows(picture, coarse, COARSE, paint(coarse)))) return;
  }
  const start = performance.now();
  await drawRows(picture, drawing, 1, paint(drawing));
  took = performance.now() - start;
}

async function drawMap(picture: number, drawing: Drawing): Promise<void> {
  await drawRows(picture, drawing, 1, (y, folded) => {
    folded.set(mandelbrotRow(drawing, y));
    return [y];
  });
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const { kind, picture, drawing } = data;
  latest = picture;
  const drawn = kind === 'julia' ? drawJulia(picture, drawing) : drawMap(picture, drawing);
  // What cannot be drawn is told to the page as an error of this worker.
  drawn.catch((error: unknown) => {
    setTimeout(() => {
      throw error;
    });
  });
});
