import { expect, test } from 'vitest';
import { bindingsOf } from '../../../src/bindings/bindings.ts';
import { BindingsReader } from '../../../src/bindings/bindings-reader.ts';

/** A worker that reads when the test says so. */
class SlowWorker extends EventTarget {
  readonly asked: string[] = [];
  ended = false;

  postMessage(code: string): void {
    this.asked.push(code);
  }

  terminate(): void {
    this.ended = true;
  }

  answer(): void {
    const bindings = bindingsOf(this.asked.at(-1) ?? '');
    this.dispatchEvent(new MessageEvent('message', { data: { bindings } }));
  }
}

const start = () => {
  const workers: SlowWorker[] = [];
  const alarms: (() => void)[] = [];
  const news: string[] = [];
  const reader = new BindingsReader(
    {
      open: () => {
        const worker = new SlowWorker();
        workers.push(worker);
        return worker;
      },
      after: (_, call) => {
        alarms.push(call);
        return () => void alarms.splice(alarms.indexOf(call), 1);
      },
    },
    () => news.push('changed'),
  );
  return { reader, workers, alarms, news, worker: () => workers.at(-1) ?? new SlowWorker() };
};

test('no worker is begun before a text is asked for, and one text is read after the other', () => {
  const { reader, workers, worker, news } = start();
  expect(workers).toHaveLength(0);
  expect(reader.of('const a = b')).toBeUndefined();
  expect(reader.of('c')).toBeUndefined();
  expect(worker().asked).toEqual(['const a = b']);
  worker().answer();
  expect(reader.of('const a = b')).toMatchObject({ declares: ['a'], uses: ['b'] });
  expect(news).toEqual([]);
  worker().answer();
  expect(news).toEqual(['changed']);
  expect(workers).toHaveLength(1);
});

test('a text is read once, and all of several are awaited', async () => {
  const { reader, worker } = start();
  const all = reader.all(['a', 'b', 'a']);
  worker().answer();
  worker().answer();
  expect((await all).map((bindings) => bindings?.uses)).toEqual([['a'], ['b'], ['a']]);
  expect(await reader.all(['b'])).toHaveLength(1);
  expect(worker().asked).toEqual(['a', 'b']);
});

test('a text that takes for ever is given up with its worker; the next has a new one', async () => {
  const { reader, workers, alarms, worker } = start();
  const all = reader.all(['hostile', 'next']);
  alarms[0]?.();
  expect(workers[0]?.ended).toBe(true);
  worker().answer();
  expect(await all).toEqual([undefined, expect.objectContaining({ uses: ['next'] })]);
  expect(worker().asked).toEqual(['next']);
  // What the ended worker may still say is about nothing.
  workers[0]?.answer();
  expect(reader.of('hostile')).toBeUndefined();
  expect(alarms).toEqual([]);
});

test('a worker that breaks is given up too', async () => {
  const { reader, workers, worker } = start();
  const all = reader.all(['a', 'b']);
  worker().dispatchEvent(new Event('error'));
  worker().answer();
  expect(await all).toEqual([undefined, expect.objectContaining({ uses: ['b'] })]);
  expect(workers).toHaveLength(2);
});
