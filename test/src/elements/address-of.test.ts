import { describe, expect, test } from 'vitest';
import { addressOf, isAddress, portOf } from '../../../src/elements/address-of.ts';

describe('an address that a learner types', () => {
  test.each(['203.0.113.7', '0.0.0.0', '255.255.255.255'])('%s is one', (text) => {
    expect(isAddress(text)).toBe(true);
  });

  test.each([
    '',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.7/',
    '203.0.113.7/../../x',
    'localhost',
    ' 1.2.3.4',
  ])('“%s” is none', (text) => {
    expect(isAddress(text)).toBe(false);
  });

  test('goes before the address of the server that the lesson names', () => {
    expect(addressOf('203.0.113.9', 'app', undefined)).toBe('203.0.113.9');
    expect(addressOf('nonsense', 'app', undefined)).toBeUndefined();
  });
});

test('a port is a port, or 80', () => {
  expect([portOf('8080'), portOf(null), portOf('0'), portOf('70000'), portOf('x')]).toEqual([
    8080, 80, 80, 80, 80,
  ]);
});
