import { availableParallelism } from 'node:os';
import { loadJuliaModule } from './load.ts';
import type { Renderer } from './rendering.ts';
import { openEncoding } from './thread-encoding.ts';
import { createThreadPool } from './thread-pool.ts';
import { openRendering } from './thread-rendering.ts';

/** A renderer on threads of its own, for all workers of a server. */
export interface RenderThreads extends Renderer {
  /** Ends the threads; what they were drawing is given up. */
  close(): Promise<void>;
}

/**
 * A renderer on threads. Pieces of a picture go to whichever thread has least to do, so that one picture has all cores
 * when it is alone; a file is compressed on one of them. Neither troubles the calling thread. Threads are started when
 * there is work for them.
 * @param size how many threads at most; never more than the machine has cores
 */
export async function createRenderThreads(size: number = availableParallelism()): Promise<RenderThreads> {
  const module = await loadJuliaModule();
  const pool = createThreadPool(module, Math.max(1, Math.min(size, availableParallelism())));
  return {
    open: (drawing) => openRendering(pool, drawing),
    encode: (width, height) => openEncoding(pool, width, height),
    close: () => pool.close(),
  };
}
