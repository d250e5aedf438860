import { expect, test } from 'vitest';
import { RealKernel } from './real-kernel.ts';

test.each([
  ['nothing at all', '', false],
  ['a value that is only shown', '1 + 1', false],
  ['printing', 'console.log("hello")', false],
  ['a block of its own', '{ const inner = 1; }', false],
  ['a constant', 'const kept = 1', true],
  ['a function', 'function kept() {}', true],
  ['a class', 'class Kept {}', true],
  ['an import', `import { text } from 'workbook'`, true],
  ['a global', 'globalThis.kept = 1', true],
])('after %s a kernel that ends loses something: %s is %s', async (_, code, holds) => {
  const kernel = await RealKernel.forTest();
  if (code !== '') expect(await kernel.run(code)).toEqual({ outcome: 'ok' });
  expect(await kernel.kernel.holdsState()).toBe(holds);
});

test('a kernel that was started ahead has the environment of whoever gets it, and none before', async () => {
  const kernel = await RealKernel.forTest({}, { WORKBOOK_PROXY: 'http://127.0.0.1:4321/at' });
  expect(await kernel.output('Deno.env.get("OS_USERNAME")')).toBe('');
  await kernel.kernel.adopt({ OS_USERNAME: 'ada', OS_PASSWORD: `"';}\n` });
  expect(await kernel.output('Deno.env.get("OS_USERNAME")')).toBe('"ada"');
  expect(await kernel.output('Deno.env.get("OS_PASSWORD").length')).toBe('5');
});
