import type { Drawing } from '../../../sandbox-server/faafo/fractal.ts';
import { createRenderThreads, type RenderThreads } from '../../../sandbox-server/faafo/julia/threads.ts';

/** Seconds from opening a picture to having all of its rows, as a worker without a limit takes them. */
async function draw(threads: RenderThreads, drawing: Drawing): Promise<number> {
  const start = performance.now();
  const rendering = threads.open(drawing);
  while (!(await rendering.step(4_000_000)).done);
  rendering.close();
  return (performance.now() - start) / 1000;
}

/** How many times faster two threads draw a picture than one does: the best of each, taken in turns. */
export async function speedup(drawing: Drawing, times: number): Promise<number> {
  const [one, two] = await Promise.all([createRenderThreads(1), createRenderThreads(2)]);
  let alone = Number.POSITIVE_INFINITY;
  let together = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time += 1) {
    alone = Math.min(alone, await draw(one, drawing));
    together = Math.min(together, await draw(two, drawing));
  }
  await Promise.all([one.close(), two.close()]);
  return alone / together;
}
