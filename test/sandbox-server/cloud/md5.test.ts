import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { md5 } from '../../../sandbox-server/cloud/md5.ts';

test.each([0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 70_001])(
  '%i octets have the digest that Node gives',
  (length) => {
    const data = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 255);
    expect(md5(data).toHex()).toBe(createHash('md5').update(data).digest('hex'));
  },
);

test('a part of a larger buffer is digested alone', () => {
  const data = new TextEncoder().encode('before abc after').subarray(7, 10);
  expect(md5(data).toHex()).toBe('900150983cd24fb0d6963f7d28e17f72');
});
