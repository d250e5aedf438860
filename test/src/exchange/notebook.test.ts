import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readNotebook } from '../../../src/exchange/read-notebook.ts';
import { type CellWork, writeNotebook } from '../../../src/exchange/write-notebook.ts';
import { en } from '../../../src/words/en.ts';
import { untouched } from '../../../src/workbook/workbook-state.ts';

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const connect =
  "import { connect } from 'openstack';\nimport * as Plot from '@observablehq/plot';\nawait connect()";

const work: [string, CellWork][] = [
  [
    'connect',
    {
      text: connect,
      state: {
        ...untouched,
        state: 'ok',
        run: 'r2',
        ran: connect,
        startedAt: 2000,
        shown: [
          { kind: 'printed', stream: 'stdout', text: 'one\n' },
          { kind: 'printed', stream: 'stdout', text: 'two\n' },
          { kind: 'table', columns: ['<b>'], rows: [['1 & 2']] },
          { kind: 'image', mime: 'image/png', data: png, alt: 'a dot' },
          { kind: 'image', mime: 'image/svg+xml', data: btoa('<svg/>'), alt: '' },
          { kind: 'values', stream: 'stderr', values: [{ type: 'object', text: '{ a: 1 }' }] },
          { kind: 'values', stream: 'result', values: [{ type: 'number', text: '42' }] },
        ],
      },
    },
  ],
  [
    'refused',
    {
      text: 'nothing()',
      state: {
        ...untouched,
        state: 'error',
        ran: 'nothing()',
        startedAt: 1000,
        error: { name: 'ReferenceError', message: 'nothing is not defined', stack: ['refused, line 1'] },
      },
    },
  ],
  ['edited-since', { text: 'new', state: { ...untouched, state: 'ok', ran: 'old', startedAt: 3000 } }],
];

const written = writeNotebook({
  page: {
    lesson: 'openstack/first',
    language: 'en',
    title: 'First',
    description: 'A lesson.',
    packages: { '@observablehq/plot': '0.6.17' },
    parts: [
      { kind: 'prose', text: 'See [home](/en/) and [there](https://example.org/).' },
      { kind: 'cell', name: 'connect', optional: false },
      { kind: 'live', caption: 'Rows.' },
      { kind: 'cell', name: 'refused', optional: true },
      { kind: 'cell', name: 'edited-since', optional: false },
    ],
  },
  address: 'http://127.0.0.1:4321/en/openstack/first/',
  words: en,
  cells: new Map(work),
});

const shape = z.object({
  cells: z.array(
    z.object({
      id: z.string().regex(/^[\w-]{1,64}$/),
      cell_type: z.string(),
      source: z.array(z.string()),
      execution_count: z.number().nullish(),
      outputs: z.array(z.looseObject({ output_type: z.string() })).optional(),
    }),
  ),
});
const { cells } = shape.parse(JSON.parse(written));
const cellOf = (id: string) => cells.find((cell) => cell.id === id) ?? expect.fail(`no cell ${id}`);
const names = new Set(['connect', 'refused', 'edited-since']);

describe('a lesson as a notebook', () => {
  test('has prose, figures and cells in the page’s order, each with an id of its own', () => {
    expect(cells.map(({ cell_type }) => cell_type).join(' ')).toBe(
      'markdown code markdown code markdown code code',
    );
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  test('leads from its links to the book', () => {
    expect(cellOf('prose-2').source.join('')).toBe(
      'See [home](http://127.0.0.1:4321/en/) and [there](https://example.org/).',
    );
  });

  test('has outputs in Jupyter’s own kinds, with the numbers of the runs', () => {
    const { outputs, execution_count } = cellOf('cell-connect');
    expect(execution_count).toBe(2);
    expect(outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: ['one\n', 'two\n'] },
      {
        output_type: 'display_data',
        metadata: {},
        data: {
          'text/plain': ['<b>\n', '1 & 2'],
          'text/html': expect.arrayContaining([expect.stringContaining('<th>&lt;b&gt;</th>')]),
        },
      },
      { output_type: 'display_data', metadata: {}, data: { 'text/plain': ['[a dot]'], 'image/png': png } },
      {
        output_type: 'display_data',
        metadata: {},
        data: { 'text/plain': ['[image]'], 'image/svg+xml': ['<svg/>'] },
      },
      { output_type: 'stream', name: 'stderr', text: ['{ a: 1 }\n'] },
      { output_type: 'execute_result', execution_count: 2, metadata: {}, data: { 'text/plain': ['42'] } },
    ]);
  });

  test('has an error with where it came from', () => {
    expect(cellOf('cell-refused').outputs).toEqual([
      {
        output_type: 'error',
        ename: 'ReferenceError',
        evalue: 'nothing is not defined',
        traceback: ['ReferenceError: nothing is not defined', 'refused, line 1'],
      },
    ]);
  });

  test('does not show what an older text of a cell came to', () => {
    expect(cellOf('cell-edited-since')).toMatchObject({ execution_count: null, outputs: [] });
  });

  test('imports the workbook’s modules from its server, and packages from npm', () => {
    expect(cellOf('cell-connect').source.join('')).toContain(
      "'http://127.0.0.1:4321/library/openstack.js';\nimport * as Plot from 'npm:@observablehq/plot@0.6.17';",
    );
  });
});

describe('opening a notebook', () => {
  test('brings back the cells of a lesson as they were, and nothing else', () => {
    expect(readNotebook(written, 'openstack/first', names)).toEqual({
      ok: true,
      leftOut: 0,
      offered: work.map(([cell, { text }]) => ({ cell, code: text })),
    });
  });

  test('leaves out cells that the lesson does not have, has twice, or could not hold', () => {
    const code = (source: string, mark?: object) => ({ cell_type: 'code', source, metadata: { ...mark } });
    const own = (cell: unknown, source = 'x') => code(source, { workbook: { cell } });
    const notebook = {
      nbformat: 4,
      metadata: { workbook: { lesson: 'openstack/first', language: 'en' } },
      cells: [
        own('connect', 'first\r\nline'),
        own('connect', 'second'),
        own('unknown'),
        own('__proto__'),
        own(['connect']),
        own('refused', 'x'.repeat(200_001)),
        code('added in Jupyter'),
        code('  '),
        { cell_type: 'markdown', source: ['# prose'] },
      ],
    };
    expect(readNotebook(JSON.stringify(notebook), 'openstack/first', names)).toEqual({
      ok: true,
      leftOut: 6,
      offered: [{ cell: 'connect', code: 'first\nline' }],
    });
  });

  const marked = { workbook: { lesson: 'openstack/first', language: 'en' } };
  test.each<[string, string, object]>([
    ['nothing', '', { reason: 'no-notebook' }],
    ['no JSON', '{"nbformat": 4', { reason: 'no-notebook' }],
    ['JSON of something else', '[1, 2]', { reason: 'no-notebook' }],
    ['a page', '<!doctype html><script>alert(1)</script>', { reason: 'no-notebook' }],
    [
      'an older format',
      JSON.stringify({ nbformat: 3, metadata: marked, worksheets: [] }),
      { reason: 'no-notebook' },
    ],
    [
      'more cells than any lesson has',
      JSON.stringify({
        nbformat: 4,
        metadata: marked,
        cells: Array.from({ length: 5001 }, () => ({ cell_type: 'code', source: '' })),
      }),
      { reason: 'no-notebook' },
    ],
    [
      'a notebook of somewhere else',
      JSON.stringify({ nbformat: 4, metadata: {}, cells: [] }),
      { reason: 'foreign' },
    ],
    [
      'a notebook of another lesson',
      JSON.stringify({ nbformat: 4, metadata: { workbook: { lesson: 'b/c', language: 'en' } }, cells: [] }),
      { reason: 'other-lesson', lesson: 'b/c' },
    ],
  ])('refuses %s, and says what it is', (_, text, refusal) => {
    expect(readNotebook(text, 'openstack/first', names)).toEqual({ ok: false, ...refusal });
  });
});
