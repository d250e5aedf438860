import { describe, expect, it } from 'vitest';
import { formatConstant, formatFloat, parseConstant } from '../../../sandbox-server/faafo/fractal.ts';

describe('a number as Python 2 printed it', () => {
  it.each([
    [-2, '-2.0'],
    [0, '0.0'],
    [-0, '-0.0'],
    [-1.142507116960001, '-1.14250711696'],
    [-1.774885883890001, '-1.77488588389'],
    [0.1, '0.1'],
    [1 / 3, '0.333333333333'],
    [123456789012.7, '123456789013.0'],
    [1234567890123, '1.23456789012e+12'],
    [1e12, '1e+12'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [1e100, '1e+100'],
    [99999999999.99998, '100000000000.0'],
  ])('%d is %s', (value, text) => {
    expect(formatFloat(value)).toBe(text);
  });
});

describe('a constant', () => {
  it.each([
    [{ cx: -0.4, cy: 0.6 }, '-0.4+0.6i'],
    [{ cx: 0.285, cy: -0.01 }, '0.285-0.01i'],
    [{ cx: 1e-7, cy: -1.5e-9 }, '1e-7-1.5e-9i'],
    [{ cx: -0, cy: 0 }, '0+0i'],
  ])('%j is kept as %s and read back the same', (constant, text) => {
    expect(formatConstant(constant)).toBe(text);
    expect(parseConstant(text)).toEqual({ cx: constant.cx + 0, cy: constant.cy });
  });

  it.each(['', '1', '1+2', 'i', '1+2j', '1+2i; DROP TABLE'])('is not read from "%s"', (text) => {
    expect(parseConstant(text)).toBeUndefined();
  });
});
