import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { channelMessage } from '../../../sandbox-server/kernel/messages.ts';
import { connect, enter, stop } from '../../../sandbox-server/library/channel.ts';
import { display, image, sleep, table, text } from '../../../sandbox-server/library/workbook.ts';

let shown: unknown[] = [];
beforeAll(() => {
  // What the server would take is what counts.
  connect((message) => shown.push(channelMessage.parse(JSON.parse(message)).display));
});
beforeEach(() => {
  shown = [];
});

test('text, with and without a name', () => {
  text('a');
  text('b', { id: 'line' });
  expect(shown).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'text', text: 'b', id: 'line' },
  ]);
});

test('display shows text as text and leaves objects to the console', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const object = { a: 1 };
  display('a');
  display(object);
  expect(shown).toEqual([{ kind: 'text', text: 'a' }]);
  expect(log).toHaveBeenCalledWith(object);
  log.mockRestore();
});

describe('an image', () => {
  test.each([
    ['image/png', [137, 80, 78, 71, 13, 10, 26, 10]],
    ['image/jpeg', [255, 216, 255, 224]],
    ['image/gif', [71, 73, 70, 56, 57, 97]],
    ['image/webp', [82, 73, 70, 70, 0, 0]],
    ['image/svg+xml', [60, 115, 118, 103, 62]],
  ])('%s is known by its first bytes', (mime, bytes) => {
    image(new Uint8Array(bytes), { alt: 'x' });
    expect(shown).toEqual([{ kind: 'image', mime, data: Buffer.from(bytes).toString('base64'), alt: 'x' }]);
  });

  test('of many bytes goes whole', () => {
    const bytes = new Uint8Array(100_000).fill(7);
    bytes.set([137, 80, 78, 71, 13, 10, 26, 10]);
    image(bytes.buffer);
    expect(shown).toMatchObject([{ data: Buffer.from(bytes).toString('base64') }]);
  });

  test('of another kind is refused', () => {
    expect(() => image(new Uint8Array([1, 2, 3]))).toThrow('image() takes the bytes of a PNG');
  });
});

test('a table takes objects or arrays, all columns or those that are named', () => {
  table([{ a: 1, b: null }, { c: new Date(0) }]);
  table([['x', { y: 1 }]]);
  table([{ a: 1, b: 2 }], { columns: ['b'], id: 't' });
  expect(shown).toEqual([
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
