import { expect, test } from 'vitest';
import { RealKernel } from './real-kernel.ts';

const gone = { variables: [], more: 0, gone: true };

async function variablesOf({ kernel }: RealKernel) {
  return kernel.ask(({ variables }) => variables.read(), gone);
}

async function declared(code: string) {
  const kernel = await RealKernel.forTest();
  expect(await kernel.run(code)).toEqual({ outcome: 'ok' });
  const { variables } = await variablesOf(kernel);
  return { kernel, variables, of: (name: string) => variables.find((each) => each.name === name) };
}

test('a kernel in which nothing was declared has no variables', async () => {
  const { variables } = await declared('console.log(1); { const inner = 1; }');
  expect(variables).toEqual([]);
});

test('what cells declare is told by name, each with its type, its value and its size', async () => {
  const { variables } = await declared(`
    import { sleep } from 'workbook';
    const word = 'héllo', count = 3, nothing = null, big = 5n;
    let unsaid;
    var old = true;
    class Server { constructor(public name: string) {} }
    function add(a, b) { return a + b; }
    const server = new Server('one'), list = [1, 2, 3];
    const map = new Map([['a', 1]]), set = new Set([1, 2]), bytes = new Uint16Array(4);
    globalThis.made = { a: 1 };
  `);
  const told = variables.map(({ name, type, value, size }) => [name, type, value.text, size]);
  expect(told).toEqual([
    ['Server', 'class', 'class Server {…}', undefined],
    ['add', 'function', 'function add(a, b) {…}', undefined],
    ['big', 'bigint', '5n', undefined],
    ['bytes', 'Uint16Array', expect.stringContaining('Uint16Array(4) [0, 0, 0, 0'), { entries: 4, bytes: 8 }],
    ['count', 'number', '3', undefined],
    ['list', 'Array', '[1, 2, 3]', { entries: 3 }],
    ['made', 'Object', '{ a: 1 }', undefined],
    ['map', 'Map', 'Map(1) { "a" → 1 }', { entries: 1 }],
    ['nothing', 'null', 'null', undefined],
    ['old', 'boolean', 'true', undefined],
    ['server', 'Server', 'Server { name: "one" }', undefined],
    ['set', 'Set', 'Set(2) { 1, 2 }', { entries: 2 }],
    ['sleep', 'function', expect.stringContaining('sleep'), undefined],
    ['unsaid', 'undefined', 'undefined', undefined],
    ['word', 'string', '"héllo"', { characters: 5 }],
  ]);
});

test('a name that was declared again is told of once, as it is now', async () => {
  const { kernel } = await declared('const word = "one";');
  expect(await kernel.run('const word = 2;')).toEqual({ outcome: 'ok' });
  expect((await variablesOf(kernel)).variables).toMatchObject([{ name: 'word', type: 'number' }]);
});

test('no getter and no trap of a proxy runs for it', async () => {
  const { kernel, of } = await declared(`
    let ran = 0;
    const trap = () => { ran += 1; throw new Error('ran'); };
    const handler = new Proxy({}, { get: trap });
    const onObject = new Proxy({}, handler), onArray = new Proxy([1], handler), onMap = new Proxy(new Map(), handler);
    const lazy = { get costly() { return trap(); } };
    class Loud extends Map { get size() { return trap(); } get [Symbol.toStringTag]() { return trap(); } }
    const loud = new Loud([[1, 2]]);
    const array = Object.defineProperty([], '0', { get: trap, enumerable: true });
    Object.defineProperty(globalThis, 'watched', { get: trap, enumerable: true, configurable: true });
  `);
  expect(of('watched')).toMatchObject({ state: 'getter' });
  expect(of('onArray')).toMatchObject({ type: 'Proxy' });
  expect(of('onArray')).not.toHaveProperty('size');
  expect(of('lazy')?.value.text).toBe('{ costly: (getter) }');
  expect(of('loud')?.size).toEqual({ entries: 1 });
  expect(await kernel.output('ran')).toBe('0');
});

test('a million entries, and a text of a million letters, are told of by their size', async () => {
  const { kernel, of } = await declared(`
    const many = new Map(Array.from({ length: 1e6 }, (_, at) => [at, at]));
    const row = Array.from({ length: 1e6 }, () => 1);
    const text = 'a'.repeat(1e6);
  `);
  expect(of('many')).toMatchObject({ type: 'Map', size: { entries: 1e6 } });
  expect(of('row')).toMatchObject({ type: 'Array', size: { entries: 1e6 } });
  expect(of('row')?.value).toMatchObject({ text: 'Array(1000000)', handle: expect.any(String) });
  expect(of('text')).toMatchObject({ size: { characters: 1e6 } });
  expect(of('text')?.value.text).toHaveLength(201);
  const opened = await kernel.kernel.unfold(of('many')?.value.handle ?? '');
  expect(opened.properties[0]?.name).toBe('0 … 999');
});

test('a declaration that its cell did not come to is told of without a value', async () => {
  const kernel = await RealKernel.forTest();
  expect((await kernel.run(`throw new Error('before');\nconst never = 1;`)).outcome).toBe('error');
  const { variables } = await variablesOf(kernel);
  expect(variables.find(({ name }) => name === 'never')).toMatchObject({ state: 'unset' });
});

test('names in any script, and names that say something to JavaScript, are names like others', async () => {
  const { variables } = await declared(`
    const ñandú = 1, $ = 2, _ = 3, 变量 = 4, __proto__ = 5, async = 6, toJSON = 7;
    globalThis['not an identifier'] = 8;
    globalThis['); throw 1; ('] = 9;
  `);
  expect(new Map(variables.map(({ name, value }) => [name, value.text]))).toEqual(
    new Map([
      ['ñandú', '1'],
      ['$', '2'],
      ['_', '3'],
      ['变量', '4'],
      ['__proto__', '5'],
      ['async', '6'],
      ['toJSON', '7'],
      ['not an identifier', '8'],
      ['); throw 1; (', '9'],
    ]),
  );
});

test('of more than five hundred the rest is counted', async () => {
  const names = Array.from({ length: 510 }, (_, at) => `v${at} = ${at}`).join(', ');
  const kernel = await RealKernel.forTest();
  await kernel.run(`const ${names};`);
  const { variables, more } = await variablesOf(kernel);
  expect([variables.length, more]).toEqual([500, 10]);
});

test('a value can be opened, and what is in it, until a few newer answers have come', async () => {
  const { kernel, of } = await declared('const outer = { inner: { deep: 1 } };');
  const handle = of('outer')?.value.handle ?? '';
  const [inner] = (await kernel.kernel.unfold(handle)).properties;
  expect((await kernel.kernel.unfold(inner?.handle ?? '')).properties).toMatchObject([
    { name: 'deep', text: '1' },
  ]);
  for (let asked = 0; asked < 4; asked += 1) await variablesOf(kernel);
  expect(await kernel.kernel.unfold(handle)).toEqual({ properties: [], gone: true });
  expect(await kernel.kernel.unfold(inner?.handle ?? '')).toEqual({ properties: [], gone: true });
});

test('a kernel in a loop answers, with what there is just now, and is interrupted as ever', async () => {
  const kernel = await RealKernel.forTest();
  await kernel.run('let counted = 0;');
  const looping = kernel.run('console.log("on"); for (;;) counted += 1;');
  await kernel.heard((event) => event.kind === 'output');
  const [before] = (await variablesOf(kernel)).variables;
  const [after] = (await variablesOf(kernel)).variables;
  expect(before?.name).toBe('counted');
  expect(after?.value).not.toEqual(before?.value);
  await kernel.kernel.interrupt();
  expect(await looping).toMatchObject({ outcome: 'interrupted' });
});

test('a cell that spoils what the kernel writes with gets a clear answer or its variables, never silence', async () => {
  const { variables } = await declared(`
    const kept = 1;
    Array.prototype.toJSON = () => 'spoilt';
    Object.prototype.toJSON = () => 'spoilt';
    Map = undefined;
  `).catch((error: unknown) => ({ variables: String(error) }));
  expect(variables).toBe(
    'UnreadableVariables: The cells have changed the kernel so that it cannot say what they declared. Restart it.',
  );
});
