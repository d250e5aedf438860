import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { compileCell } from '../../../sandbox-server/compile/cell.ts';
import type { Finish } from '../../../sandbox-server/kernel/run.ts';
import type { Breakpoints, Scope, StackFrame, StepKind } from '../../../sandbox-server/protocol/debugger.ts';
import { RealKernel, textOf } from './real-kernel.ts';

let shared: RealKernel;
beforeAll(async () => {
  shared = await RealKernel.start();
  await shared.run(`import { sleep } from 'workbook'; let kept = 7;`);
});
afterAll(async () => {
  await shared.kernel.stop();
});

/** A run that is debugged, pause by pause. */
class Debugged {
  readonly run = randomUUID();
  readonly #real: RealKernel;
  #heard: number;
  #finish: Promise<Finish> | undefined;

  constructor(real: RealKernel) {
    this.#real = real;
    this.#heard = real.events.length;
  }

  static async begin(
    code: string,
    breakpoints: Breakpoints | number[],
    { cell = 'cell', real = shared } = {},
  ) {
    const debugged = new Debugged(real);
    const compiled = await compileCell({ run: debugged.run, cell, code });
    if (!compiled.ok) throw new Error(compiled.error.message);
    const places = breakpoints.flatMap((each) => (typeof each === 'number' ? [] : [each]));
    const lines = breakpoints.flatMap((each) => (typeof each === 'number' ? [each] : []));
    debugged.#finish = real.kernel.run(compiled.script, lines.length > 0 ? [{ cell, lines }] : places);
    onTestFinished(() => real.kernel.interrupt());
    return debugged;
  }

  /** Where it pauses next; how it ended, if it does not. */
  async next(): Promise<StackFrame[]> {
    const from = this.#heard;
    const event = await this.#real.heard(
      (each) =>
        this.#real.events.indexOf(each) >= from && (each.kind === 'paused' || each.kind === 'finished'),
    );
    this.#heard = this.#real.events.indexOf(event) + 1;
    if (event.kind !== 'paused') throw new Error(`It did not pause: ${JSON.stringify(event)}`);
    return event.frames;
  }

  /** The cell and the line of each frame. */
  async places(): Promise<string[]> {
    return (await this.next()).map(({ name, cell, line }) => `${cell}:${line} ${name}`.trim());
  }

  async step(how: StepKind): Promise<string[]> {
    expect(this.#real.kernel.debugger.step(this.run, how)).toBe(true);
    return this.places();
  }

  async finish(): Promise<Finish | undefined> {
    this.#real.kernel.debugger.step(this.run, 'continue');
    return this.#finish;
  }

  get ended(): Promise<Finish> | undefined {
    return this.#finish;
  }
}

/** What a frame's scope of a type holds: `name: text` by name. */
async function names(frame: StackFrame | undefined, type: Scope['type']): Promise<Record<string, string>> {
  const found = frame?.scopes.find((scope) => scope.type === type);
  const { properties } = await shared.kernel.unfold(found?.handle ?? '');
  return Object.fromEntries(properties.map(({ name, text }) => [name, text]));
}

describe('a run pauses', () => {
  test('at the line that its author sees, in a cell with types', async () => {
    const run = await Debugged.begin(
      'interface Point { x: number }\nconst p: Point = { x: 1 };\nlet n: number = p.x;\nn += 1;\nn',
      [4],
    );
    expect(await run.places()).toEqual(['cell:4']);
    expect(await run.finish()).toEqual({ outcome: 'ok' });
  });

  test('at the line that its author sees, in a cell that is written anew for V8', async () => {
    const code = `enum Color { Red,\n Green }\n\nfunction mark(target: unknown, _: unknown) { return target; }\n
class A {\n  constructor(private readonly c: Color) {}\n  name() {\n    return Color[this.c];\n  }\n}\nconst a = new A(Color.Green);\na.name()`;
    const run = await Debugged.begin(code, [9]);
    expect(await run.places()).toEqual(['cell:9 name', 'cell:13']);
    expect(await run.finish()).toEqual({ outcome: 'ok' });
  });

  test('in a function of another cell, and says who called it', async () => {
    await shared.run(
      'function twice(n: number): number {\n  const result = n * 2;\n  return result;\n}',
      'helpers',
    );
    const run = await Debugged.begin(
      'const one = 1;\nconst two = twice(one);',
      [{ cell: 'helpers', lines: [3] }],
      {
        cell: 'use',
      },
    );
    expect(await run.places()).toEqual(['helpers:3 twice', 'use:2']);
    expect(await run.finish()).toEqual({ outcome: 'ok' });
  });

  test('at the next line when there is nothing in the one that was asked for', async () => {
    const run = await Debugged.begin('let empty = 1;\n\n// nothing\ninterface B {}\nempty += 1;\nempty', [2]);
    expect(await run.places()).toEqual(['cell:5']);
    await run.finish();
  });

  test('each time that it comes by', async () => {
    const run = await Debugged.begin('for (let i = 0; i < 3; i += 1) {\n  kept += 0;\n}', [2]);
    expect(await run.places()).toEqual(['cell:2']);
    expect(await run.step('continue')).toEqual(['cell:2']);
    expect(await run.step('continue')).toEqual(['cell:2']);
    expect(await run.finish()).toEqual({ outcome: 'ok' });
  });

  test('where the code itself says so, and not when no breakpoint is set', async () => {
    const run = await Debugged.begin('let said = 1;\ndebugger;\nsaid += 1;', [3]);
    expect(await run.places()).toEqual(['cell:2']);
    expect(await run.step('continue')).toEqual(['cell:3']);
    await run.finish();
    expect(await shared.run('debugger;')).toEqual({ outcome: 'ok' });
  });

  test('never, at lines that it has not', async () => {
    const run = await Debugged.begin('1', [50]);
    expect(await run.ended).toEqual({ outcome: 'ok' });
  });
});

describe('steps go', () => {
  test('over a call, into one, and out of it', async () => {
    await shared.run('function inner() {\n  const a = 1;\n  return a;\n}', 'inner');
    const run = await Debugged.begin('const one = inner();\nconst two = inner();\nconst three = 3;', [1]);
    expect(await run.places()).toEqual(['cell:1']);
    expect(await run.step('over')).toEqual(['cell:2']);
    expect(await run.step('into')).toEqual(['inner:2 inner', 'cell:2']);
    expect(await run.step('over')).toEqual(['inner:3 inner', 'cell:2']);
    expect(await run.step('out')).toEqual(['cell:3']);
    await run.finish();
  });

  test('over what is awaited', async () => {
    const run = await Debugged.begin('let slept = 1;\nawait sleep(2);\nslept += 1;\nslept', [2]);
    expect(await run.places()).toEqual(['cell:2']);
    expect(await run.step('over')).toEqual(['cell:3']);
    await run.finish();
  });

  test('not into what is no cell', async () => {
    const run = await Debugged.begin('let chosen = [3, 1].sort();\nawait sleep(2);\nchosen;', [1]);
    await run.next();
    const places = [await run.step('into'), await run.step('into')].flat();
    expect(new Set(places.map((place) => place.split(':')[0]))).toEqual(new Set(['cell']));
    await run.finish();
  });

  test('to the end of the run from its last line', async () => {
    const run = await Debugged.begin('let last = 5;\nlast += 1;', [2]);
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
  const run = await Debugged.begin(code, [7]);
  const [frame] = await run.next();
  expect(await names(frame, 'block')).toMatchObject({ twice: '4' });
  expect(await names(frame, 'closure')).toMatchObject({ seen: '[1, 2]', size: '4' });
  expect(await names(frame, 'script')).toMatchObject({
    cloud: '{ region: {…} }',
    later: '(no value yet)',
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
  const run = await Debugged.begin(
    'let rounds = 0;\nrounds += 1;\nwhile (rounds < 1e9)\n  rounds += await 1;',
    [2],
  );
  await run.next();
  await shared.kernel.debugger.replace(run.run, [{ cell: 'cell', lines: [4] }]);
  expect(await run.step('continue')).toEqual(['cell:4']);
  await shared.kernel.interrupt();
  expect(await run.ended).toEqual({ outcome: 'interrupted' });
});

describe('a paused run', () => {
  test('is interrupted where it stands, and what cells made stays', async () => {
    const from = shared.events.length;
    const run = await Debugged.begin('let begun = 1;\nbegun = 2;\nconsole.log("on");', [2]);
    await run.next();
    await shared.kernel.interrupt();
    expect(await run.ended).toEqual({ outcome: 'interrupted' });
    expect(textOf(shared.events.slice(from))).toBe('');
    expect(await shared.output('[kept, begun]')).toBe('[7, 1]');
  });

  test('is interrupted in a function that a timer calls', async () => {
    const run = await Debugged.begin(
      'await new Promise((resolve) => setTimeout(() => {\n  resolve(1);\n}, 1));',
      [2],
    );
    await run.next();
    await shared.kernel.interrupt();
    expect(await run.ended).toEqual({ outcome: 'interrupted' });
    expect(await shared.output('kept')).toBe('7');
  });

  test('ends with its kernel', async () => {
    const real = await RealKernel.forTest();
    const run = await Debugged.begin('let a = 1;\na += 1;', [2], { real });
    await run.next();
    await real.kernel.stop();
    expect(await run.ended).toMatchObject({ outcome: 'interrupted' });
  });

  test('takes nothing of its time, and is stopped when nobody lets it go on', async () => {
    const real = await RealKernel.forTest({ time: 150, pause: 400 });
    const run = await Debugged.begin('let a = 1;\na += 1;', [2], { real });
    await run.next();
    expect(await run.ended).toMatchObject({
      outcome: 'timeout',
      error: { message: expect.stringContaining('was paused for so long') },
    });
    expect(await real.output('a')).toBe('1');
  });
});

test('nothing is debugged when a run is over', async () => {
  const run = await Debugged.begin('function late() {\n  return 1;\n}\nlate();', [2]);
  await run.next();
  await run.finish();
  expect(await shared.run('late(); debugger;', 'other')).toEqual({ outcome: 'ok' });
});

test('a run that makes scripts without end is debugged no further, and ends', async () => {
  const run = await Debugged.begin('for (let i = 0; i < 30_000; i += 1) eval(String(i));\nkept;', [2]);
  expect(await run.ended).toEqual({ outcome: 'ok' });
});
