import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lessonComponents } from '../../../src/lessons/lesson-components.ts';

const plugin = lessonComponents('/book/');

test('a lesson gets the components after its front matter', () => {
  const code =
    plugin.transform('---\ntitle: A\n---\nProse.', '/book/10-a/10-b/en.mdx?astroPropagatedAssets') ?? '';
  expect(code).toMatch(/^---\ntitle: A\n---\n\nimport .*import Cell from .*\n\nProse\.$/s);
});

test('every component that a lesson gets is there', () => {
  const code = plugin.transform('---\na: b\n---\n', '/book/x.mdx') ?? '';
  const files = [...code.matchAll(/from '\/([^']+)'/g)].map(([, file]) => file ?? '');
  const missing = files.filter(
    (file) => !existsSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url))),
  );
  expect(files.length).toBeGreaterThan(3);
  expect(missing).toEqual([]);
});

test('another file is left alone', () => {
  expect(plugin.transform('---\n---\n', '/elsewhere/page.mdx')).toBeUndefined();
  expect(plugin.transform('1', '/book/cells/a.ts')).toBeUndefined();
});
