import type { Encoding } from './rendering.ts';
import type { FromThread, ToThread } from './thread-messages.ts';
import type { Thread, ThreadPool } from './thread-pool.ts';

/** A PNG file that is written on the thread that had least to do when its first rows came. */
export function openEncoding(pool: ThreadPool, width: number, height: number): Encoding {
  const job = pool.number();
  const asked: PromiseWithResolvers<FromThread>[] = [];
  let thread: Thread | undefined;
  let ended: Error | undefined;

  const listener = {
    hear(reply: FromThread): void {
      const first = asked.shift();
      if (reply.kind === 'failed') first?.reject(reply.error);
      else first?.resolve(reply);
    },
    fail(error: Error): void {
      ended ??= error;
      for (const { reject } of asked.splice(0)) reject(error);
    },
  };

  /** Answers come in the order in which they are asked for. */
  function ask(message: ToThread): Promise<FromThread> {
    if (ended) return Promise.reject(ended);
    const answer = Promise.withResolvers<FromThread>();
    asked.push(answer);
    thread ??= pool.pick();
    thread.ask(message, listener);
    return answer.promise;
  }

  return {
    async write(indices) {
      await ask({ kind: 'write', job, width, height, indices });
    },
    async finish() {
      const reply = await ask({ kind: 'finish', job });
      if (reply.kind !== 'file') throw new Error(`The end was answered with '${reply.kind}'.`);
      return reply.file;
    },
    close() {
      listener.fail(new Error('The file was given up.'));
      thread?.drop(job);
    },
  };
}
