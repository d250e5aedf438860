import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Breakpoints } from '../../../sandbox-server/protocol/debugger.ts';
import { Debugged, names } from './debugged.ts';
import { RealKernel, textOf } from './real-kernel.ts';

let shared: RealKernel;
beforeAll(async () => {
  shared = await RealKernel.start();
  await shared.run(`import { sleep } from 'workbook'; let kept = 7;`);
});
afterAll(async () => {
  await shared.kernel.stop();
});

const debug = (code: string, breakpoints: Breakpoints | number[], { cell = 'cell', real = shared } = {}) =>
  Debugged.begin(code, breakpoints, real, { cell });

describe('a run pauses', () => {
  test('at the line that its author sees, in a cell with types', async () => {
    const run = await debug(
      'interface Point { x: number }\nconst p: Point = { x: 1 };\nlet n: number = p.x;\nn += 1;\nn',
      [4],
    );
    expect(await run.places()).toEqual(['cell:4']);
    expect(await run.finish()).toEqual({ outcome: 'ok' });
  });

  test('at the line that its author sees, in a cell that is written anew for V8', async () => {
    const code = `enum Color { Red,\n Green }\n\nfunction mark(target: unknown, _: unknown) { return target; }\n
class A {\n  constructor(private readonly c: Color) {}\n  name() {\n    return Color[this.c];\n  }\n}\nconst a = new A(Color.Green);\na.name()`;
    const run = await debug(code, [9]);
    expect(await run.places()).toEqual(['cell:9 name', 'cell:13']);
    expect(await run.finish()).toEqual({ outcome: 'ok' });
  });

  test('in a function of another cell, and says who called it', async () => {
    await shared.run(
      'function twice(n: number): number {\n  const result = n * 2;\n  return result;\n}',
      'helpers',
    );
    const run = await debug('const one = 1;\nconst two = twice(one);', [{ cell: 'helpers', lines: [3] }], {
      cell: 'use',
    });
    expect(await run.places()).toEqual(['helpers:3 twice', 'use:2']);
    expect(await run.finish()).toEqual({ outcome: 'ok' });
  });

  test('at the next line when there is nothing in the one that was asked for', async () => {
    const run = await debug('let empty = 1;\n\n// nothing\ninterface B {}\nempty += 1;\nempty', [2]);
    expect(await run.places()).toEqual(['cell:5']);
    await run.finish();
  });

  test('each time that it comes by', async () => {
    const run = await debug('for (let i = 0; i < 3; i += 1) {\n  kept += 0;\n}', [2]);
    expect(await run.places()).toEqual(['cell:2']);
    expect(await run.step('continue')).toEqual(['cell:2']);
    expect(await run.step('continue')).toEqual(['cell:2']);
    expect(await run.finish()).toEqual({ outcome: 'ok' });
  });

  test('where the code itself says so, and not when no breakpoint is set', async () => {
    const run = await debug('let said = 1;\ndebugger;\nsaid += 1;', [3]);
    expect(await run.places()).toEqual(['cell:2']);
    expect(await run.step('continue')).toEqual(['cell:3']);
    await run.finish();
    expect(await shared.run('debugger;')).toEqual({ outcome: 'ok' });
  });

  test('never, at lines that it has not', async () => {
    const run = await debug('1', [50]);
    expect(await run.ended).toEqual({ outcome: 'ok' });
  });
});

describe('steps go', () => {
  test('over a call, into one, and out of it', async () => {
    await shared.run('function inner() {\n  const a = 1;\n  return a;\n}', 'inner');
    const run = await debug('const one = inner();\nconst two = inner();\nconst three = 3;', [1]);
    expect(await run.places()).toEqual(['cell:1']);
    expect(await run.step('over')).toEqual(['cell:2']);
    expect(await run.step('into')).toEqual(['inner:2 inner', 'cell:2']);
    expect(await run.step('over')).toEqual(['inner:3 inner', 'cell:2']);
    expect(await run.step('out')).toEqual(['cell:3']);
    await run.finish();
  });

  test('over what is awaited', async () => {
    const run = await debug('let slept = 1;\nawait sleep(2);\nslept += 1;\nslept', [2]);
    expect(await run.places()).toEqual(['cell:2']);
    expect(await run.step('over')).toEqual(['cell:3']);
    await run.finish();
  });

  test('not into what is no cell', async () => {
    const run = await debug('let chosen = [3, 1].sort();\nawait sleep(2);\nchosen;', [1]);
    await run.next();
    const places = [await run.step('into'), await run.step('into')].flat();
    expect(new Set(places.map((place) => place.split(':')[0]))).toEqual(new Set(['cell']));
    await run.finish();
  });

  test('to the end of the run from its last line', async () => {
    const run = await debug('let last = 5;\nlast += 1;', [2]);
    await run.next();
    expect(shared.kernel.debugger.step(run.run, 'over')).toBe(true);
    expect(await run.ended).toEqual({ outcome: 'ok' });
    expect(shared.kernel.debugger.step(run.run, 'over')).toBe(false);
  });
});

test('what is in sight at each place is shown, and unfolds', async () => {
  const code = `const cloud = { region: { name: 'one' } };
function outer(size: number) {
  const seen = [1, 2];
  return () => {
    for (const each of seen) {
      const twice = each * size;
      kept += twice - twice;
    }
  };
}
outer(4)();
const later = 1;`;
  const run = await debug(code, [7]);
  const [frame] = await run.next();
  expect(await names(frame, 'block', shared)).toMatchObject({ twice: '4' });
  expect(await names(frame, 'closure', shared)).toMatchObject({ seen: '[1, 2]', size: '4' });
  expect(await names(frame, 'script', shared)).toMatchObject({
    cloud: '{ region: {…} }',
    later: 'unset',
  });
  const { properties } = await shared.kernel.unfold(
    frame?.scopes.find(({ type }) => type === 'script')?.handle ?? '',
  );
  const cloud = properties.find(({ name }) => name === 'cloud');
  expect((await shared.kernel.unfold(cloud?.handle ?? '')).properties).toMatchObject([{ name: 'region' }]);
  await shared.kernel.debugger.replace(run.run, []);
  expect(await run.finish()).toEqual({ outcome: 'ok' });
  expect(await shared.kernel.unfold(cloud?.handle ?? '')).toEqual({ properties: [], gone: true });
});

test('breakpoints that are set while a run goes on are met', async () => {
  const run = await debug('let rounds = 0;\nrounds += 1;\nwhile (rounds < 1e9)\n  rounds += await 1;', [2]);
  await run.next();
  await shared.kernel.debugger.replace(run.run, [{ cell: 'cell', lines: [4] }]);
  expect(await run.step('continue')).toEqual(['cell:4']);
  await shared.kernel.interrupt();
  expect(await run.ended).toEqual({ outcome: 'interrupted' });
});

describe('a run that began without any breakpoint is given one while it', () => {
  test('waits again and again', async () => {
    const run = await debug('let waited = 0;\nwhile (waited < 1e9)\n  waited += await 1;', []);
    await shared.heard((event) => event.kind === 'started' && event.run === run.run);
    expect(await shared.kernel.debugger.replace(run.run, [{ cell: 'cell', lines: [3] }])).toBe(true);
    expect(await run.places()).toEqual(['cell:3']);
    expect(await run.step('over')).toEqual(['cell:2']);
    await shared.kernel.interrupt();
    expect(await run.ended).toEqual({ outcome: 'interrupted' });
  });

  test('loops without an end', async () => {
    const run = await debug('let looped = 0;\nwhile (looped >= 0) {\n  looped += 1;\n}', []);
    await shared.heard((event) => event.kind === 'started' && event.run === run.run);
    await shared.kernel.debugger.replace(run.run, [{ cell: 'cell', lines: [3] }]);
    const [frame] = await run.next();
    expect(frame).toMatchObject({ cell: 'cell', line: 3 });
    await shared.kernel.interrupt();
    expect(await run.ended).toEqual({ outcome: 'interrupted' });
  });

  test('calls what another cell declared, and not when it is over', async () => {
    await shared.run('function called() {\n  return 1;\n}', 'elsewhere');
    const run = await debug('for (;;) {\n  await sleep(1);\n  called();\n}', []);
    await shared.heard((event) => event.kind === 'started' && event.run === run.run);
    const breakpoints = [{ cell: 'elsewhere', lines: [2] }];
    await shared.kernel.debugger.replace(run.run, breakpoints);
    expect(await run.places()).toEqual(['elsewhere:2 called', 'cell:3']);
    await shared.kernel.interrupt();
    await run.ended;
    expect(await shared.kernel.debugger.replace(run.run, breakpoints)).toBe(false);
    expect(await shared.run('called()')).toEqual({ outcome: 'ok' });
  });
});

describe('names that all cells see are in sight, when they are declared with', () => {
  test('function and var, beside let, const and class, and each once', async () => {
    await shared.run('var older = { deep: 1 };\nfunction greet() {}\nconst fixed = 1;');
    const run = await debug('var here = 2;\nhere += 1;', [2]);
    const [frame] = await run.next();
    const seen = await names(frame, 'script', shared);
    expect(seen).toMatchObject({ older: '{ deep: 1 }', here: '2', fixed: '1', kept: '7' });
    expect(seen.greet).toMatch(/^function greet/);
    expect(Object.keys(seen)).not.toContain('console');
    const script = frame?.scopes.find(({ type }) => type === 'script')?.handle ?? '';
    const older = (await shared.kernel.unfold(script)).properties.find(({ name }) => name === 'older');
    expect((await shared.kernel.unfold(older?.handle ?? '')).properties).toMatchObject([{ name: 'deep' }]);
    await run.finish();
    expect(await shared.kernel.unfold(older?.handle ?? '')).toEqual({ properties: [], gone: true });
  });

  test('function and var alone', async () => {
    const real = await RealKernel.forTest();
    const run = await debug('var only = 1;\nfunction f() {\n  return only;\n}\nf();', [3], { real });
    const [frame] = await run.next();
    expect(await names(frame, 'global', real)).toMatchObject({ only: '1' });
    await run.finish();
  });
});

describe('a paused run', () => {
  test('is interrupted where it stands, and what cells made stays', async () => {
    const from = shared.events.length;
    const run = await debug('let begun = 1;\nbegun = 2;\nconsole.log("on");', [2]);
    await run.next();
    await shared.kernel.interrupt();
    expect(await run.ended).toEqual({ outcome: 'interrupted' });
    expect(textOf(shared.events.slice(from))).toBe('');
    expect(await shared.output('[kept, begun]')).toBe('[7, 1]');
  });

  test('is interrupted in a function that a timer calls', async () => {
    const run = await debug('await new Promise((resolve) => setTimeout(() => {\n  resolve(1);\n}, 1));', [2]);
    await run.next();
    await shared.kernel.interrupt();
    expect(await run.ended).toEqual({ outcome: 'interrupted' });
    expect(await shared.output('kept')).toBe('7');
  });

  test('ends with its kernel', async () => {
    const real = await RealKernel.forTest();
    const run = await debug('let a = 1;\na += 1;', [2], { real });
    await run.next();
    await real.kernel.stop();
    expect(await run.ended).toMatchObject({ outcome: 'interrupted' });
  });

  test('takes nothing of its time, and is stopped when nobody lets it go on', async () => {
    const real = await RealKernel.forTest({ time: 500, pause: 900 });
    const run = await debug('let a = 1;\na += 1;', [2], { real });
    await run.next();
    expect(await run.ended).toMatchObject({
      outcome: 'timeout',
      error: { message: expect.stringContaining('was paused for so long') },
    });
    expect(await real.output('a')).toBe('1');
  });
});

test('nothing is debugged when a run is over', async () => {
  const run = await debug('function late() {\n  return 1;\n}\nlate();', [2]);
  await run.next();
  await run.finish();
  expect(await shared.run('late(); debugger;', 'other')).toEqual({ outcome: 'ok' });
});

test('a run that makes scripts without end is debugged no further, and ends', async () => {
  const run = await debug('for (let i = 0; i < 30_000; i += 1) eval(String(i));\nkept;', [2]);
  expect(await run.ended).toEqual({ outcome: 'ok' });
});
