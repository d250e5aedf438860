import { expect, test } from 'vitest';
import { RealKernel } from '../kernel/real-kernel.ts';

/** Begins a worker that counts without end, in memory that the cell shares with it. */
const counting = `const count = new Int32Array(new SharedArrayBuffer(4));
  const source = 'onmessage = ({ data }) => { while (true) Atomics.add(data, 0, 1) }';
  const worker = new Worker(\`data:text/javascript,\${encodeURIComponent(source)}\`, { type: 'module' });
  worker.postMessage(count);
  while (Atomics.load(count, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));`;

/** Resolves when nothing counts any more; never, while something does. */
const untilStill = `for (let last = -1; last !== Atomics.load(count, 0); ) {
  last = Atomics.load(count, 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
}`;

test('a worker ends when its run is interrupted', async () => {
  const kernel = await RealKernel.forTest();
  const running = kernel.run(`${counting} console.log('counting'); await new Promise(() => undefined)`);
  await kernel.heard(({ kind }) => kind === 'output');
  await kernel.kernel.interrupt();
  expect(await running).toEqual({ outcome: 'interrupted' });
  expect(await kernel.run(untilStill)).toEqual({ outcome: 'ok' });
});

test('a worker that a run left behind ends with an interrupt too', async () => {
  const kernel = await RealKernel.forTest();
  expect(await kernel.run(counting)).toEqual({ outcome: 'ok' });
  await kernel.kernel.interrupt();
  expect(await kernel.run(untilStill)).toEqual({ outcome: 'ok' });
});
