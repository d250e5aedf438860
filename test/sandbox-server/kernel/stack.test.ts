import { expect, test } from 'vitest';
import { readStack, speakOfCells } from '../../../sandbox-server/kernel/stack.ts';

const one = '11111111-2222-4333-8444-555555555555';
const two = '99999999-2222-4333-8444-555555555555';
const find = (run: string) =>
  run === one || run === two
    ? { cell: 'x', locate: (line: number) => (line === 1 ? undefined : { line: line - 1, column: 3 }) }
    : undefined;

const text = [
  'TypeError: bad',
  'second line',
  `    at fail (cell:helpers/${one}:5:9)`,
  '    at async connect (file:///srv/library/openstack/client.ts:3:1)',
  '    at cellFetch (file:///srv/library/fetch.ts:3:1)',
  '    at op (ext:core/01_core.js:1:1)',
  `    at cell:deploy/${two}:4:1`,
  `    at cell:deploy/${two}:1:7`,
].join('\n');

test('frames speak of cells and their own lines; the runtime and our opening are left out', () => {
  expect(readStack(text, find)).toEqual({
    message: 'TypeError: bad\nsecond line',
    stack: ['fail (cell helpers, line 4)', 'async connect (library openstack)', 'cell deploy, line 3'],
    places: [
      { run: one, position: { line: 4, column: 3 } },
      { run: two, position: { line: 3, column: 3 } },
    ],
  });
});

test('a stack within printed text is rewritten in its place', () => {
  expect(speakOfCells(`seen: ${text}`, find).split('\n')).toEqual([
    'seen: TypeError: bad',
    'second line',
    '    at fail (cell helpers, line 4)',
    '    at async connect (library openstack)',
    '    at cell deploy, line 3',
  ]);
});

test('text without places stays as it is, and a forgotten run still has its cell', () => {
  expect(speakOfCells('at home', find)).toBe('at home');
  expect(speakOfCells(`in cell:gone/${one.replace('1', '2')}:3:4`, find)).toBe('in cell gone');
});
