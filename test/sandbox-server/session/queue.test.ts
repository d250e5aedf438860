import { expect, test } from 'vitest';
import type { Finish } from '../../../sandbox-server/kernel/run.ts';
import { Job } from '../../../sandbox-server/session/job.ts';
import { Queue } from '../../../sandbox-server/session/queue.ts';

/** A queue whose jobs end when they are told to; `news` says what became of each. */
class Line {
  readonly news: string[] = [];
  readonly queue: Queue;
  readonly #running = new Map<string, (finish: Finish) => void>();

  constructor() {
    this.queue = new Queue({
      run: async ({ text: { run } }) => {
        this.news.push(`run ${run}`);
        return await new Promise((resolve) => this.#running.set(run, resolve));
      },
      drop: ({ text: { run } }, reason) => this.news.push(`drop ${run}: ${reason.code}`),
      emptied: () => this.news.push('emptied'),
      report: (fault) => this.news.push(`fault ${String(fault)}`),
    });
  }

  ask(run: string, order?: string): void {
    this.queue.demandRoom(order);
    this.queue.add(new Job({ run, cell: run, code: '' }, { order }));
  }

  async end(run: string, outcome: Finish['outcome']): Promise<void> {
    this.#running.get(run)?.({ outcome });
    await new Promise((resolve) => setImmediate(resolve));
  }

  take(): string[] {
    return this.news.splice(0);
  }
}

test('a failure stops what waits behind it, of whatever order', async () => {
  const line = new Line();
  line.ask('a', 'all');
  line.ask('b', 'all');
  line.ask('alone');
  await line.end('a', 'error');
  expect(line.take()).toEqual(['run a', 'drop b: behind-failed', 'drop alone: behind-failed', 'emptied']);
});

test('a failure stops the rest of its order, however much later that arrives', async () => {
  const line = new Line();
  line.ask('a', 'all');
  await line.end('a', 'error');
  line.take();
  line.ask('b', 'all');
  line.ask('c', 'all');
  expect(line.take()).toEqual(['drop b: behind-failed', 'drop c: behind-failed']);
});

test('what is asked for after a failure by itself, or in another order, runs', async () => {
  const line = new Line();
  line.ask('a', 'all');
  await line.end('a', 'timeout');
  line.take();
  line.ask('b');
  await line.end('b', 'ok');
  line.ask('a', 'again');
  expect(line.take()).toEqual(['run b', 'emptied', 'run a']);
});

test('what is dropped takes the rest of its own order with it', async () => {
  const line = new Line();
  line.ask('a');
  line.ask('b', 'all');
  await line.end('a', 'error');
  line.take();
  line.ask('c', 'all');
  expect(line.take()).toEqual(['drop c: behind-failed']);
});

test('an interrupt stops the rest of the orders that were at work or waiting', async () => {
  const line = new Line();
  line.ask('a', 'first');
  line.ask('b', 'second');
  line.queue.cancelAll({ code: 'lesson-interrupted' });
  await line.end('a', 'interrupted');
  line.take();
  for (const order of ['first', 'second', 'third']) line.ask(`rest of ${order}`, order);
  expect(line.take()).toEqual([
    'drop rest of first: lesson-interrupted',
    'drop rest of second: lesson-interrupted',
    'run rest of third',
  ]);
});

test('a run that is taken out of the queue leaves the rest of its order', async () => {
  const line = new Line();
  line.ask('a', 'all');
  line.ask('b', 'all');
  line.queue.cancel('b', { code: 'taken-out' });
  line.ask('c', 'all');
  await line.end('a', 'ok');
  expect(line.take()).toEqual(['run a', 'drop b: taken-out', 'run c']);
});

test('when there is no room for one, nothing more of its order runs', async () => {
  const line = new Line();
  for (let at = 0; at <= 200; at += 1) line.ask(`${at}`);
  expect(() => line.ask('a', 'all')).toThrow('200 cells are waiting already');
  await line.end('0', 'ok');
  line.take();
  line.ask('b', 'all');
  expect(line.take()).toEqual(['drop b: no-room-before']);
});
