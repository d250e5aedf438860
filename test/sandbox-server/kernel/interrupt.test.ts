import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../../sandbox-server/engines/engine.ts';
import { RealKernel } from './real-kernel.ts';

let shared: RealKernel;
beforeAll(async () => {
  shared = await RealKernel.start();
  await shared.run(`import { sleep } from 'workbook'; let kept = 7;`);
});
afterAll(async () => {
  await shared.kernel.stop();
});

describe('an interrupted cell ends and what cells made stays, when it', () => {
  test.each([
    ['loops', 'console.log("on"); while (true) {}'],
    ['loops from await to await', 'console.log("on"); while (true) await null;'],
    ['sleeps', 'console.log("on"); await sleep(1e8);'],
    ['waits for a timer', 'console.log("on"); await new Promise((resolve) => setTimeout(resolve, 1e8));'],
    ['waits for nothing at all', 'console.log("on"); globalThis.never = new Promise(() => {}); await never;'],
    ['goes on after every error', 'console.log("on"); while (true) try { await sleep(1e8); } catch {}'],
    [
      'loops in an interval',
      'setInterval(() => { console.log("on"); while (true) {} }, 1); await sleep(1e8);',
    ],
    ['looks for a hard pattern', `console.log("on"); /^(a+)+$/.test('a'.repeat(50) + 'b')`],
  ])('%s', async (_, code) => {
    const from = shared.events.length;
    const finished = shared.run(code);
    await shared.heard((event) => event.kind === 'output' && shared.events.indexOf(event) >= from);
    await shared.kernel.interrupt();
    expect(await finished).toEqual({ outcome: 'interrupted' });
    expect(await shared.output('await sleep(2); kept')).toBe('7');
  });
});

test('a kernel that is interrupted again and again, at work and at rest, keeps what cells made', async () => {
  for (const code of Array(10).fill(['while (true) {}', 'await sleep(1e8);', 'await null;']).flat()) {
    const from = shared.events.length;
    const finished = shared.run(`console.log("on"); ${code}`);
    await shared.heard((event) => event.kind === 'output' && shared.events.indexOf(event) >= from);
    await shared.kernel.interrupt();
    await finished;
    await shared.kernel.interrupt();
  }
  expect(await shared.output('kept')).toBe('7');
});

test('an interrupt with nothing running ends what earlier cells left behind', async () => {
  await shared.run('setTimeout(() => { console.log("left behind"); while (true) {} }, 1)');
  await shared.heard((event) => event.kind === 'output' && event.text === 'left behind\n');
  await shared.kernel.interrupt();
  expect(await shared.output('kept')).toBe('7');
});

test('a cell that runs too long is stopped, and the next one runs', async () => {
  const kernel = await RealKernel.forTest({ time: 400 });
  expect(await kernel.run('let mine = 1; while (true) {}')).toMatchObject({
    outcome: 'timeout',
    error: { message: 'The cell ran for 0.4 s, which is the most, and was stopped.' },
  });
  expect(await kernel.output('mine')).toBe('1');
});

test('a kernel that does not obey is ended, and says so', async () => {
  const kernel = await RealKernel.forTest({ patience: 100 }, {}, deafTo('Runtime.terminateExecution'));
  const blocked = kernel.run('console.log("on"); while (true);');
  await kernel.heard((event) => event.kind === 'output');
  await kernel.kernel.interrupt();
  expect(await blocked).toMatchObject({ outcome: 'interrupted', error: { name: 'KernelLost' } });
  expect(await kernel.kernel.exited).toMatchObject({ kind: 'stopped' });
});

test('a cell that waits for what can never happen is told so', async () => {
  const finish = await shared.run(
    'setTimeout(() => { for (let i = 0; i < 60; i++) new Array(1e6).fill(0); }, 1); await new Promise(() => {});',
  );
  expect(finish).toMatchObject({ outcome: 'error', error: { name: 'Stuck' } });
});

/** A host to which one kind of request never comes through. */
function deafTo(method: string): (host: Host) => Host {
  return (host) => ({
    ...host,
    connection: {
      ...host.connection,
      send: (text) => (text.includes(method) ? undefined : host.connection.send(text)),
    },
  });
}
