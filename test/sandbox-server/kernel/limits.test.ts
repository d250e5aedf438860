import { expect, test } from 'vitest';
import { defaultLimits, Meter } from '../../../sandbox-server/kernel/limits.ts';

const limits = {
  ...defaultLimits,
  text: 1024 * 1024,
  display: 100,
  displays: 2 * 1024 * 1024,
  count: { text: 3, display: 2, update: 2 },
};

test('each limit is told when it is passed, and not before', () => {
  const meter = new Meter(limits);
  expect(meter.count('text', 1024 * 1024)).toBeUndefined();
  expect(meter.room).toBe(0);
  expect(meter.count('text', 1)).toEqual({ code: 'printed-too-much', most: 1 });
  const lines = new Meter(limits);
  const counted = [1, 2, 3, 4].map(() => lines.count('text', 1));
  expect(counted).toEqual([undefined, undefined, undefined, { code: 'printed-too-often', most: 3 }]);
  const pictures = new Meter(limits);
  expect(pictures.count('display', 3 * 1024 * 1024)).toEqual({ code: 'showed-too-much', most: 2 });
});

test('a display that is too large is refused by itself', () => {
  expect(new Meter(limits).refuse(100)).toBeUndefined();
  expect(new Meter({ ...limits, display: 1024 * 1024 }).refuse(2_097_152)).toEqual({
    code: 'display-too-large',
    size: 2,
    most: 1,
  });
});
