import { Worker } from 'node:worker_threads';
import type { FromThread, ToThread } from './thread-messages.ts';

/** Who hears a thread's answers about one job, or why there will be none. */
export interface Listener {
  hear(reply: FromThread): void;
  fail(error: Error): void;
}

/** A thread of a pool. */
export interface Thread {
  /** How much is asked of it that it has not answered: about so many pieces of a picture. */
  readonly load: number;
  /** Sends a message of a job; its listener hears the answers until the job is dropped. */
  ask(message: ToThread, listener: Listener): void;
  /** Ends a job: nothing more is heard of it. */
  drop(job: number): void;
  terminate(): Promise<number>;
}

/** What a message is to a thread, measured in pieces of a picture: rows take longer to compress than to draw. */
const LOAD = { draw: 1, write: 4, finish: 1, drop: 0 } as const satisfies Record<ToThread['kind'], number>;

/** What an answer takes off again; after a failure the job is dropped. */
const RELIEF = {
  rows: LOAD.draw,
  written: LOAD.write,
  file: LOAD.finish,
  spent: 0,
  failed: 0,
} as const satisfies Record<FromThread['kind'], number>;

/** Threads, started when there is work for them and all others are at work. */
export interface ThreadPool {
  /** How many threads there are at most. */
  readonly size: number;
  /** The thread that has least to do. Throws once the pool is closed. */
  pick(): Thread;
  /** A number for a new job. Throws once the pool is closed. */
  number(): number;
  close(): Promise<void>;
}

const closed = (): Error => new Error('The rendering threads were closed.');

/** Starts a thread; when it dies, whoever waits for it hears why. */
function startThread(module: WebAssembly.Module, gone: (thread: Thread) => void): Thread {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: module });
  const jobs = new Map<number, { listener: Listener; load: number }>();
  const thread: Thread = {
    get load() {
      return jobs.values().reduce((sum, { load }) => sum + load, 0);
    },
    ask(message, listener) {
      if (jobs.size === 0) worker.ref();
      const load = (jobs.get(message.job)?.load ?? 0) + LOAD[message.kind];
      jobs.set(message.job, { listener, load });
      worker.postMessage(message);
    },
    drop(job) {
      if (!jobs.delete(job)) return;
      worker.postMessage({ kind: 'drop', job } satisfies ToThread);
      if (jobs.size === 0) worker.unref();
    },
    terminate: () => worker.terminate(),
  };
  const fail = (error: Error): void => {
    gone(thread);
    const asked = [...jobs.values()];
    jobs.clear();
    for (const { listener } of asked) listener.fail(error);
  };
  worker.on('message', (reply: FromThread) => {
    const job = jobs.get(reply.job);
    if (!job) return;
    job.load -= RELIEF[reply.kind];
    job.listener.hear(reply);
  });
  worker.on('error', (cause) => fail(new Error('A rendering thread has died.', { cause })));
  worker.on('exit', () => fail(closed()));
  // An idle thread keeps no process alive.
  worker.unref();
  return thread;
}

/** @param size how many threads at most */
export function createThreadPool(module: WebAssembly.Module, size: number): ThreadPool {
  const threads = new Set<Thread>();
  let jobs = 0;
  let isClosed = false;
  const ensureOpen = (): void => {
    if (isClosed) throw closed();
  };
  return {
    size,
    pick() {
      ensureOpen();
      const [idlest] = [...threads].sort((one, other) => one.load - other.load);
      if (idlest && (idlest.load === 0 || threads.size >= size)) return idlest;
      const thread = startThread(module, (ended) => threads.delete(ended));
      threads.add(thread);
      return thread;
    },
    number() {
      ensureOpen();
      jobs += 1;
      return jobs;
    },
    async close() {
      isClosed = true;
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}
