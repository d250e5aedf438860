import { expect, test } from 'vitest';
import { RealKernel } from '../kernel/real-kernel.ts';

/** Begins a worker that counts for each message, by `loop`, in memory that the cell shares with it. */
const begin = (loop: string) => `const count = new Int32Array(new SharedArrayBuffer(4));
  const source = ${JSON.stringify(`onmessage = async ({ data }) => { ${loop} }`)};
  const worker = new Worker(\`data:text/javascript,\${encodeURIComponent(source)}\`, { type: 'module' });
  worker.onmessage = ({ data }) => console.log(data);
  worker.postMessage(count);
  while (Atomics.load(count, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));`;
const everMore = 'Atomics.add(data, 0, 1); await new Promise((resolve) => setTimeout(resolve, 1));';
const counting = begin(`while (true) { ${everMore} }`);
const looping = begin('while (true) Atomics.add(data, 0, 1);');

/** Prints by how much the count has grown in a while. */
const growth = `const before = count[0];
await new Promise((resolve) => setTimeout(resolve, 100));
console.log('grown by', count[0] - before);`;

const printed = ({ events }: RealKernel) =>
  events.flatMap((event) => (event.kind === 'output' ? [event.text] : []));

test('a worker works, and tells its cell what it finds', async () => {
  const kernel = await RealKernel.forTest();
  await kernel.run(`${begin('Atomics.add(data, 0, 1); postMessage(self.name + data.length)')}`);
  await expect.poll(() => printed(kernel)).toEqual(['1\n']);
});

test('a worker ends when its run is interrupted, and what cells made stays', async () => {
  const kernel = await RealKernel.forTest();
  const running = kernel.run(`${counting} console.log('counting'); await new Promise(() => undefined)`);
  await kernel.heard(({ kind }) => kind === 'output');
  await kernel.kernel.interrupt();
  expect(await running).toEqual({ outcome: 'interrupted' });
  expect(await kernel.run(growth)).toEqual({ outcome: 'ok' });
  expect(printed(kernel).at(-1)).toBe('grown by 0\n');
});

test('a worker that a run left behind ends with an interrupt too', async () => {
  const kernel = await RealKernel.forTest();
  expect(await kernel.run(counting)).toEqual({ outcome: 'ok' });
  await kernel.kernel.interrupt();
  expect(await kernel.run(growth)).toEqual({ outcome: 'ok' });
  expect(printed(kernel).at(-1)).toBe('grown by 0\n');
});

test.each([
  ['has ended itself', begin('Atomics.add(data, 0, 1); close()')],
  ['was ended by its cell', `${counting} worker.terminate();`],
  [
    'has failed',
    `${begin("Atomics.add(data, 0, 1); throw new Error('no');")} worker.onerror = (e) => e.preventDefault();`,
  ],
])('a worker that %s is not waited for', async (_, code) => {
  const kernel = await RealKernel.forTest();
  await kernel.run(code);
  await kernel.kernel.interrupt();
  expect(await kernel.run('count[0]')).toEqual({ outcome: 'ok' });
});

test('a worker that loops, which nothing can end, ends with its kernel', async () => {
  const kernel = await RealKernel.forTest();
  const running = kernel.run(`${looping} console.log('looping'); await new Promise(() => undefined)`);
  await kernel.heard(({ kind }) => kind === 'output');
  await kernel.kernel.interrupt();
  expect(await running).toMatchObject({ outcome: 'interrupted', error: { name: 'KernelLost' } });
  expect((await kernel.kernel.exited).kind).toBe('stopped');
});

test('so does one that a run left behind', async () => {
  const kernel = await RealKernel.forTest();
  expect(await kernel.run(looping)).toEqual({ outcome: 'ok' });
  await kernel.kernel.interrupt();
  expect((await kernel.kernel.exited).kind).toBe('stopped');
});
