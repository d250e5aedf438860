import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodePng } from '../../../sandbox-server/library/png.ts';

test('pixels become a PNG that holds them row by row', () => {
  const data = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 128, 1, 2, 3, 4);
  const file = Buffer.from(encodePng({ width: 2, height: 2, data }));
  expect(file.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  expect([file.readUInt32BE(16), file.readUInt32BE(20), file[24], file[25]]).toEqual([2, 2, 8, 6]);
  const start = file.indexOf('IDAT') + 4;
  const rows = inflateSync(file.subarray(start, start + file.readUInt32BE(start - 8)));
  expect([...rows]).toEqual([0, ...data.subarray(0, 8), 0, ...data.subarray(8)]);
});

test('too few bytes are refused', () => {
  expect(() => encodePng({ width: 2, height: 2, data: new Uint8Array(4) })).toThrow(
    '16 bytes of pixels, not 4',
  );
});
