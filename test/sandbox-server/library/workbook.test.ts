import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { channelMessage } from '../../../sandbox-server/kernel/messages.ts';
import { connect, enter, stop } from '../../../sandbox-server/library/channel.ts';
import {
  display,
  html,
  image,
  markdown,
  sleep,
  table,
  text,
} from '../../../sandbox-server/library/workbook.ts';

let shown: unknown[] = [];
beforeAll(() => {
  // What the server would take is what counts.
  connect((message) => shown.push(channelMessage.parse(JSON.parse(message)).display));
});
beforeEach(() => {
  shown = [];
});

test('text, with a name of its own or a given one', () => {
  const { id } = text('a');
  text('b', { id: 'line' });
  expect(shown).toEqual([
    { kind: 'text', text: 'a', id },
    { kind: 'text', text: 'b', id: 'line' },
  ]);
});

describe('display', () => {
  test('shows text as text, numbers as text, and a list of records as a table', () => {
    display('a');
    display(5);
    display([{ a: 1 }, { a: 2, b: 3 }]);
    expect(shown).toMatchObject([
      { kind: 'text', text: 'a' },
      { kind: 'text', text: '5' },
      {
        kind: 'table',
        columns: ['a', 'b'],
        rows: [
          ['1', ''],
          ['2', '3'],
        ],
      },
    ]);
  });

  test('shows what can say itself how it wants to be shown, and elements as what they draw', async () => {
    display({ [Symbol.for('Jupyter.display')]: async () => ({ 'text/markdown': '*a*', 'text/plain': 'a' }) });
    display({ nodeName: 'svg', outerHTML: '<svg></svg>' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(shown).toMatchObject([
      { kind: 'markup', format: 'svg', source: '<svg></svg>' },
      { kind: 'markup', format: 'markdown', source: '*a*' },
    ]);
  });

  test('replaces itself: the same display, shown anew as whatever it is now', () => {
    const line = display('1 of 2');
    line.update([{ a: 1 }]);
    expect(shown).toMatchObject([
      { kind: 'text', id: line.id },
      { kind: 'table', id: line.id },
    ]);
  });
});

describe('markup', () => {
  test('is handed over as it is, for the page to make harmless', () => {
    html('<b>x</b>');
    markdown('*x*');
    expect(shown).toMatchObject([
      { kind: 'markup', format: 'html', source: '<b>x</b>' },
      { kind: 'markup', format: 'markdown', source: '*x*' },
    ]);
  });

  test('as a template takes what is put in for text', () => {
    html`<b title="${'"'}">${'<i>'}</b>`;
    expect(shown).toMatchObject([{ source: '<b title="&quot;">&lt;i&gt;</b>' }]);
  });
});

describe('an image', () => {
  test.each([
    ['image/png', [137, 80, 78, 71, 13, 10, 26, 10]],
    ['image/jpeg', [255, 216, 255, 224]],
    ['image/gif', [71, 73, 70, 56, 57, 97]],
    ['image/webp', [82, 73, 70, 70, 0, 0]],
    ['image/svg+xml', [60, 115, 118, 103, 62]],
  ])('%s is known by its first bytes', (mime, bytes) => {
    const { id } = image(new Uint8Array(bytes), { alt: 'x' });
    const data = Buffer.from(bytes).toString('base64');
    expect(shown).toEqual([{ kind: 'image', mime, data, alt: 'x', id }]);
  });

  test('of many bytes goes whole', () => {
    const bytes = new Uint8Array(100_000).fill(7);
    bytes.set([137, 80, 78, 71, 13, 10, 26, 10]);
    image(bytes.buffer);
    expect(shown).toMatchObject([{ data: Buffer.from(bytes).toString('base64') }]);
  });

  test('of raw pixels becomes a PNG', () => {
    image({ width: 1, height: 1, data: Uint8ClampedArray.of(255, 0, 0, 255) });
    expect(shown).toMatchObject([{ kind: 'image', mime: 'image/png' }]);
  });

  test('of another kind is refused', () => {
    expect(() => image(new Uint8Array([1, 2, 3]))).toThrow('image() takes the bytes of a PNG');
  });
});

test('a table takes objects or arrays, all columns or those that are named', () => {
  table([{ a: 1, b: null }, { c: new Date(0) }]);
  table([['x', { y: 1 }]]);
  table([{ a: 1, b: 2 }], { columns: ['b'], id: 't' });
  expect(shown).toMatchObject([
    {
      kind: 'table',
      columns: ['a', 'b', 'c'],
      rows: [
        ['1', '', ''],
        ['', '', '1970-01-01T00:00:00.000Z'],
      ],
    },
    { kind: 'table', columns: ['0', '1'], rows: [['x', '{"y":1}']] },
    { kind: 'table', id: 't', columns: ['b'], rows: [['2']] },
  ]);
});

test('sleep ends early, with an error, when its run is stopped', async () => {
  const asleep = Promise.resolve().then(async () => {
    enter('r1');
    await sleep(1e8);
  });
  await new Promise((resolve) => setImmediate(resolve));
  stop('r1');
  await expect(asleep).rejects.toThrow('This run was interrupted.');
  await sleep(1);
});
