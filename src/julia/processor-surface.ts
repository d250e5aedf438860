import type { Drawing } from '../../sandbox-server/faafo/fractal.ts';
import JuliaWorker from './julia-worker.ts?worker';
import { createCanvas, resize, type Surface } from './surface.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** Pixels of indices modulo 32, coloured. */
function colour(indices: Uint8Array, width: number, palette: Uint8Array): ImageData {
  const image = new ImageData(width, indices.length / width);
  const words = new Uint32Array(image.data.buffer);
  const colours = Uint32Array.from({ length: 32 }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = palette.subarray(index * 3);
    return (255 << 24) | (blue << 16) | (green << 8) | red;
  });
  indices.forEach((index, at) => {
    words[at] = colours[index] ?? 0;
  });
  return image;
}

/** What a surface that draws in its own time tells. */
export interface ProcessorEvents {
  /** There is something of the picture to see. */
  shown(surface: Surface): void;
  /** The picture is complete. */
  drawn(): void;
  /** The worker cannot draw. */
  failed(): void;
}

/**
 * Draws on the processor, in doubles, in a worker: exactly what faafo draws, or the map of all c. What takes long is
 * shown coarsely first.
 */
export function openProcessorSurface(kind: ToWorker['kind'], events: ProcessorEvents): Surface | undefined {
  const canvas = createCanvas();
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return undefined;
  const worker = new JuliaWorker();
  const scratch = document.createElement('canvas');
  let asked = 0;
  /** Whether nothing whole of the last picture is there yet, and which one is to follow. */
  let busy = false;
  let next: Drawing | undefined;
  let palette = new Uint8Array();
  let size = { width: 1, height: 1 };

  /** While the view moves, each picture is shown whole, if only coarsely, before the next one is begun. */
  function ask(drawing: Drawing): void {
    if (busy) {
      next = drawing;
      return;
    }
    asked += 1;
    busy = true;
    size = { width: drawing.width, height: drawing.height };
    worker.postMessage({ kind, picture: asked, drawing } satisfies ToWorker);
  }

  function show({ picture, step, y, width, indices, done }: FromWorker): void {
    if (!context || picture !== asked) return;
    resize(canvas, size);
    const image = colour(indices, width, palette);
    if (step === 1) context.putImageData(image, 0, y);
    else {
      resize(scratch, image);
      scratch.getContext('2d')?.putImageData(image, 0, 0);
      context.drawImage(scratch, 0, 0, canvas.width, canvas.height);
    }
    events.shown(surface);
    if (step === 1 && !done) return;
    busy = false;
    if (next) ask(next);
    else if (done) events.drawn();
    next = undefined;
  }

  const surface: Surface = {
    kind: 'processor',
    canvas,
    draw(drawing, colours) {
      palette = Uint8Array.from(colours);
      ask(drawing);
    },
    close: () => worker.terminate(),
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => show(data));
  worker.addEventListener('error', () => events.failed());
  return surface;
}
