import { describe, expect, test } from 'vitest';
import { linkToCell, readCellLink } from '../../../src/exchange/cell-link.ts';
import { packText } from '../../../src/exchange/packed-text.ts';

const page = 'http://127.0.0.1:4321/en/openstack/deploy-faafo/#order';
const cutOff = (await packText('const a = 1;'.repeat(9))).slice(0, 12);
const codes = ['', 'a', 'console.log("¿Qué? <b>x</b> 🌍");\n', 'const a = 1;\n'.repeat(4000)];

describe('a link to a cell', () => {
  test('leads to the cell itself when nothing is to be brought along', async () => {
    expect(await linkToCell(page, 'connect')).toBe(
      'http://127.0.0.1:4321/en/openstack/deploy-faafo/#cell-connect',
    );
  });

  test.each(codes)('brings any text to its reader, letter for letter (%#)', async (code) => {
    const link = await linkToCell(page, 'connect', code);
    expect(link).toBeDefined();
    expect(await readCellLink(new URL(link ?? '').hash)).toEqual({ cell: 'connect', code });
  });

  test('is not made when it would be cut off on its way', async () => {
    const noise = Array.from({ length: 4000 }, (_, index) => (index * 2654435761).toString(36)).join('');
    expect(await linkToCell(page, 'connect', noise)).toBeUndefined();
  });
});

describe('what stands behind the # of an address', () => {
  test.each(['', '#', '#order', '#cell-connect', '#cell=connect', '#code=abc'])(
    '%s brings no text',
    async (hash) => {
      expect(await readCellLink(hash)).toBeUndefined();
    },
  );

  test.each([
    ['no packed text', 'not packed'],
    ['HTML', '<img src=x onerror=alert(1)>'],
    ['bytes that do not inflate', 'AAAA'],
    ['a packed text that was cut off', cutOff],
    ['one character too few for a byte', 'A'],
    ['nothing', ''],
  ])('%s is refused', async (_, code) => {
    const hash = `#${new URLSearchParams({ cell: 'connect', code })}`;
    await expect(readCellLink(hash)).rejects.toMatchObject({ reason: 'broken' });
  });

  test('a small text that unpacks to a huge one is refused before it fills the memory', async () => {
    const bomb = await packText(' '.repeat(50_000_000));
    const hash = `#${new URLSearchParams({ cell: 'connect', code: bomb })}`;
    await expect(readCellLink(hash)).rejects.toMatchObject({ reason: 'too-long' });
  });

  test('bytes that are no text are refused', async () => {
    const raw = new Blob([new Uint8Array([0xff, 0xfe, 0xff])]).stream();
    const packed = await new Response(raw.pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer();
    const code = Buffer.from(packed).toString('base64url');
    await expect(readCellLink(`#cell=connect&code=${code}`)).rejects.toMatchObject({ reason: 'broken' });
  });
});
