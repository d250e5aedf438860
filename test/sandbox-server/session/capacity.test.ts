import { expect, test } from 'vitest';
import { capacityOf } from '../../../sandbox-server/session/capacity.ts';

test.each([
  ['a small computer', { memory: 2048, processors: 1 }, { most: 12, warm: 1, memory: 1024 }],
  ['one with two processors', { memory: 24_000, processors: 2 }, { most: 150, warm: 2, memory: 12_000 }],
  ['a large one', { memory: 512_000, processors: 64 }, { most: 400, warm: 4, memory: 256_000 }],
  ['hardly any', { memory: 256, processors: 1 }, { most: 2, warm: 0, memory: 128 }],
])('%s bears so much', (_, computer, expected) => {
  expect(capacityOf(computer)).toMatchObject(expected);
});

test('what is wanted comes first, and no more is kept ready than there may be', () => {
  const computer = { memory: 8192, processors: 4 };
  expect(capacityOf(computer, { most: 3, warm: 5, memory: 1000 })).toEqual({
    most: 3,
    warm: 3,
    memory: 1000,
    each: 4,
    line: 200,
  });
});
