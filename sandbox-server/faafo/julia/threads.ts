import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Drawing } from '../fractal.ts';
import { loadJuliaModule } from './load.ts';
import type { Batch, Renderer, Rendering } from './rendering.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

/** A renderer on threads of its own, for all workers of a server. */
export interface RenderThreads extends Renderer {
  /** Ends the threads; what they were drawing is given up. */
  close(): Promise<void>;
}

type Waiting = PromiseWithResolvers<FromThread>;

/** A thread, the pictures on it, and who waits for an answer, by picture. */
interface Thread {
  worker: Worker;
  pictures: number;
  waiting: Map<number, Waiting>;
}

const given = (): Error => new Error('The picture was given up.');

/** Starts a thread; when it dies, whoever waits for it hears why. */
function startThread(module: WebAssembly.Module, gone: (thread: Thread) => void): Thread {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: module });
  const thread: Thread = { worker, pictures: 0, waiting: new Map() };
  const fail = (error: Error): void => {
    gone(thread);
    for (const { reject } of thread.waiting.values()) reject(error);
    thread.waiting.clear();
  };
  worker.on('message', (reply: FromThread) => {
    const waiting = thread.waiting.get(reply.picture);
    thread.waiting.delete(reply.picture);
    if (reply.kind === 'failed') waiting?.reject(reply.error);
    else waiting?.resolve(reply);
  });
  worker.on('error', (cause) => fail(new Error('A rendering thread has died.', { cause })));
  worker.on('exit', () => fail(new Error('The rendering threads were closed.')));
  // An idle thread keeps no process alive.
  worker.unref();
  return thread;
}

/** One picture on a thread. Its steps come one after another, those of other pictures in between: all get their turn. */
function openRendering(thread: Thread, picture: number, drawing: Drawing): Rendering {
  let closed = false;
  function ask(message: ToThread): Promise<FromThread> {
    if (closed) return Promise.reject(given());
    if (thread.waiting.has(picture)) return Promise.reject(new Error('One step of a picture at a time.'));
    const waiting = Promise.withResolvers<FromThread>();
    thread.waiting.set(picture, waiting);
    thread.worker.postMessage(message);
    return waiting.promise;
  }
  if (thread.pictures === 0) thread.worker.ref();
  thread.pictures += 1;
  return {
    async step(rounds): Promise<Batch> {
      const reply = await ask({ kind: 'step', picture, rounds, drawing });
      if (reply.kind !== 'batch') throw new Error(`A step was answered with '${reply.kind}'.`);
      return reply.batch;
    },
    async finish() {
      const reply = await ask({ kind: 'finish', picture });
      if (reply.kind !== 'file') throw new Error(`The end was answered with '${reply.kind}'.`);
      return reply.file;
    },
    close() {
      if (closed) return;
      closed = true;
      thread.pictures -= 1;
      if (thread.pictures === 0) thread.worker.unref();
      thread.waiting.get(picture)?.reject(given());
      thread.waiting.delete(picture);
      thread.worker.postMessage({ kind: 'drop', picture } satisfies ToThread);
    },
  };
}

/**
 * A renderer on threads. Each picture lives on one of them, whichever has fewest; its pixels, and the compression of
 * its file, never trouble the calling thread. Threads are started when there is work for them.
 * @param size how many threads at most; never more than the machine has cores
 */
export async function createRenderThreads(size: number = availableParallelism()): Promise<RenderThreads> {
  const module = await loadJuliaModule();
  const most = Math.max(1, Math.min(size, availableParallelism()));
  const threads = new Set<Thread>();
  let pictures = 0;
  let closed = false;

  function pick(): Thread {
    const [idlest] = [...threads].sort((one, other) => one.pictures - other.pictures);
    if (idlest && (idlest.pictures === 0 || threads.size >= most)) return idlest;
    const thread = startThread(module, (ended) => threads.delete(ended));
    threads.add(thread);
    return thread;
  }

  return {
    open(drawing) {
      if (closed) throw new Error('The rendering threads were closed.');
      pictures += 1;
      return openRendering(pick(), pictures, drawing);
    },
    async close() {
      closed = true;
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
