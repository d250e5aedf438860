import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RealKernel, textOf } from './real-kernel.ts';

let shared: RealKernel;
beforeAll(async () => {
  shared = await RealKernel.start({}, { OS_USERNAME: 'ada' });
});
afterAll(async () => {
  await shared.kernel.stop();
});

describe('cells', () => {
  test('await at the top, keep what they declare, and may declare it anew', async () => {
    expect(await shared.output('const kept: number = await Promise.resolve(5); class A {}')).toBe('');
    expect(await shared.output('const kept = "now a string"; class A {}\nkept')).toBe('"now a string"');
    expect(await shared.output('kept.length')).toBe('12');
  });

  test('tell what they do, in order', async () => {
    const before = shared.events.length;
    const run = randomUUID();
    await shared.run('console.log("a"); console.error("b"); ({ c: [1] })', 'first', run);
    const result = {
      type: 'object',
      text: '{ c: Array(1) }',
      properties: [{ name: 'c', text: 'Array(1)', type: 'array' }],
    };
    expect(shared.events.slice(before)).toEqual([
      { kind: 'started', run, cell: 'first', limit: { time: 600_000, most: 3_600_000 } },
      { kind: 'output', run, cell: 'first', stream: 'stdout', text: 'a\n' },
      { kind: 'output', run, cell: 'first', stream: 'stderr', text: 'b\n' },
      {
        kind: 'display',
        run,
        cell: 'first',
        display: { kind: 'values', stream: 'result', values: [{ ...result, handle: expect.any(String) }] },
      },
      { kind: 'finished', run, cell: 'first', outcome: 'ok', elapsed: expect.any(Number) },
    ]);
  });

  test('import what the workbook offers, and show images, tables and text with it', async () => {
    const before = shared.events.length;
    await shared.run(`import { image, table, text, sleep } from 'workbook';
      image(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]), { alt: 'a dot' });
      table([{ a: 1, b: 'x' }, { a: 2, c: { d: 1 } }], { id: 't' });
      await sleep(1);
      text('done', { id: 'p' });`);
    const shown = shared.events
      .slice(before)
      .flatMap((event) => (event.kind === 'display' ? [event.display] : []));
    expect(shown).toMatchObject([
      { kind: 'image', mime: 'image/png', data: 'iVBORw0KGgo=', alt: 'a dot' },
      {
        kind: 'table',
        id: 't',
        columns: ['a', 'b', 'c'],
        rows: [
          ['1', 'x', ''],
          ['2', '', '{"d":1}'],
        ],
      },
      { kind: 'text', id: 'p', text: 'done' },
    ]);
  });

  test('have the environment of their learner', async () => {
    expect(await shared.output('Deno.env.get("OS_USERNAME")')).toBe('"ada"');
  });
});

describe('an error', () => {
  test('names the lines of both cells when one calls a function of the other', async () => {
    await shared.run(
      `interface T { a: number }\n\nfunction fail(t: T): void {\n  throw new RangeError('bad ' + t.a, { cause: new Error("why") });\n}`,
      'helpers',
    );
    const finish = await shared.run('const one = 1;\n\nfail({ a: one });', 'use');
    expect(finish).toEqual({
      outcome: 'error',
      error: {
        name: 'RangeError',
        message: 'bad 1\ncaused by Error: why',
        position: { line: 3, column: 1 },
        stack: ['fail (cell helpers, line 4)', 'cell use, line 3'],
      },
    });
  });

  test('thrown as something else is said so', async () => {
    expect(await shared.run('throw { code: 5 }')).toMatchObject({
      outcome: 'error',
      error: { message: 'The cell threw { code: 5 }, which is not an Error.' },
    });
  });
});

describe('what the console prints', () => {
  test.each([
    ['"a", 1, true, null, undefined', 'a 1 true null undefined'],
    ['-0, 1e21, NaN', '-0 1e+21 NaN'],
    ['"100 %"', '100 %'],
    ['"%s is %d %%", "half", 50.5', 'half is 50 %'],
    ['10n, Symbol("s")', '10n Symbol(s)'],
    ['""', ''],
    ['', ''],
  ])('console.log(%s)', async (values, line) => {
    expect(await shared.output(`console.log(${values})`)).toBe(`${line}\n`);
  });

  test('comes in its order, text and values by turns, each on its stream', async () => {
    const before = shared.events.length;
    await shared.run('console.log("a"); console.log({ b: 1 }); console.error("c"); console.log("d")');
    const shown = shared.events.slice(before).flatMap((event) => {
      if (event.kind === 'output') return [`${event.stream} ${event.text}`];
      return event.kind === 'display' && event.display.kind === 'values' ? [event.display.stream] : [];
    });
    expect(shown).toEqual(['stdout a\n', 'stdout', 'stderr c\n', 'stdout d\n']);
  });
});

describe('output that comes late', () => {
  test('belongs to the run that it comes of', async () => {
    const [early, late] = [randomUUID(), randomUUID()];
    await shared.run('setTimeout(() => console.log("late word"), 1)', 'early', early);
    await shared.run(`import { sleep } from 'workbook'; await sleep(20);`, 'late', late);
    expect(await shared.heard((event) => textOf([event]) === 'late word\n')).toMatchObject({ run: early });
  });

  test('of a function that another cell declared belongs to the run that called it', async () => {
    await shared.run(
      `import { sleep } from 'workbook'; async function chat() { await sleep(1); console.log("chat") }`,
      'declares',
    );
    const caller = randomUUID();
    await shared.run('await chat()', 'calls', caller);
    expect(await shared.heard((event) => textOf([event]) === 'chat\n')).toMatchObject({ run: caller });
  });

  test('such as a rejection that nobody handles, is told by its run and ends nothing', async () => {
    const run = randomUUID();
    await shared.run(
      'Promise.reject(new Error("unheard")); setTimeout(() => { throw new Error("later") }, 1)',
      'bad',
      run,
    );
    const unheard = await shared.heard((event) => textOf([event]).startsWith('Error: unheard'));
    expect(unheard).toMatchObject({
      kind: 'output',
      run,
      stream: 'stderr',
      text: 'Error: unheard\n    at cell bad, line 1\n',
    });
    expect(await shared.heard((event) => textOf([event]).startsWith('Error: later'))).toMatchObject({ run });
    expect(await shared.output('1')).toBe('1');
  });
});

describe('values unfold', () => {
  const handleOf = async (code: string, kernel = shared) => {
    await kernel.run(code);
    const event = kernel.events.findLast(({ kind }) => kind === 'display');
    if (event?.kind !== 'display' || event.display.kind !== 'values') throw new Error('nothing was shown');
    return event.display.values[0]?.handle ?? '';
  };

  test('step by step, with private fields, entries and getters', async () => {
    const { properties } = await shared.kernel.unfold(
      await handleOf(
        'class B { #p = 1; list = [1]; get g() { return 1 } }; ({ b: new B(), m: new Map([["k", 2]]), get x() { return 1 } })',
      ),
    );
    expect(properties.map(({ name, text, state = text }) => `${name}: ${state}`)).toEqual([
      'b: B { #p: 1, list: Array(1) }',
      'm: Map(1) { "k" → 2 }',
      'x: getter',
    ]);
    const [b, m] = await Promise.all(
      properties.slice(0, 2).map(({ handle }) => shared.kernel.unfold(handle ?? '')),
    );
    expect(b?.properties.map(({ name }) => name)).toEqual(['list', '#p']);
    expect(m?.properties.map(({ text }) => text)).toEqual(['{"k" => 2}']);
  });

  test('a long array in stretches', async () => {
    const whole = await shared.kernel.unfold(
      await handleOf('Array.from({ length: 2500 }, (_, index) => index)'),
    );
    expect(whole.properties.map(({ name }) => name)).toEqual(['0 … 999', '1000 … 1999', '2000 … 2499']);
    const last = await shared.kernel.unfold(whole.properties[2]?.handle ?? '');
    expect(last.properties).toHaveLength(500);
    expect(last.properties[0]?.text).toBe('2000');
  });

  test.each([
    [
      'a map',
      '(() => { const m = new Map(); for (let i = 0; i < 1e6; i++) m.set(i, -i); return m; })()',
      '{999999 => -999999}',
    ],
    ['a set', 'new Set(Array.from({ length: 1e6 }, (_, i) => i))', '999999'],
    ['a typed array', 'new Int32Array(1e6).fill(7)', '7'],
  ])('of a million entries cost nothing until they are opened: %s', async (_, code, last) => {
    const whole = await shared.kernel.unfold(await handleOf(code));
    expect(whole.properties).toHaveLength(1000);
    const part = await shared.kernel.unfold(whole.properties.at(-1)?.handle ?? '');
    expect(part.properties.at(-1)).toMatchObject({ name: '999999', text: last });
    await shared.run('0');
    // In a kernel of its own: one has no room for both.
    const other = await RealKernel.forTest();
    const held = await other.kernel.unfold(await handleOf(`({ inner: ${code} })`, other));
    const inner = await other.kernel.unfold(held.properties[0]?.handle ?? '');
    expect(inner.properties.at(-1)?.name).toBe('999000 … 999999');
  });

  test('are gone when their cell has run again, as are handles that were made up', async () => {
    const handle = await handleOf('({ a: 1 })');
    await shared.run('2');
    expect(await shared.kernel.unfold(handle)).toEqual({ properties: [], gone: true });
    expect(await shared.kernel.unfold('-1.2.3')).toEqual({ properties: [], gone: true });
    expect(await shared.kernel.unfold('nonsense')).toEqual({ properties: [], gone: true });
  });
});
