import { describe, expect, test } from 'vitest';
import { isOurHost, isOurOrigin } from '../../../sandbox-server/http/doors.ts';

describe('the host that a request names', () => {
  test.each(['localhost:4321', '127.0.0.1:4321', '[::1]:4321', '127.0.0.2', 'LOCALHOST'])(
    '%s is ours on the loopback',
    (host) => expect(isOurHost('127.0.0.1', host)).toBe(true),
  );

  test.each([
    'evil.example',
    'evil.example:4321',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '127.0.0.1:99999',
    '127.0.0.1:4321@evil.example',
    'evil.example#127.0.0.1',
    '127.0.0.1/x:80',
    '',
    undefined,
  ])('%s is not, though its name resolve to us', (host) => expect(isOurHost('127.0.0.1', host)).toBe(false));

  test('a server for a whole class answers to whatever name the class uses', () => {
    expect(isOurHost('0.0.0.0', 'course.university.example')).toBe(true);
    expect(isOurHost('0.0.0.0', undefined)).toBe(false);
    expect(isOurHost('0.0.0.0', 'course.university.example:99999')).toBe(false);
  });
});

describe('the origin that a request comes from', () => {
  test.each([
    ['http://127.0.0.1:4321', '127.0.0.1:4321', true],
    ['https://course.example', 'course.example', true],
    [undefined, '127.0.0.1:4321', true],
    ['http://127.0.0.1:9999', '127.0.0.1:4321', false],
    ['http://evil.example', '127.0.0.1:4321', false],
    ['null', '127.0.0.1:4321', false],
    ['not an address', '127.0.0.1:4321', false],
  ])('%s on a server called %s: ours is %s', (origin, host, expected) => {
    expect(isOurOrigin(origin, host)).toBe(expected);
  });
});
