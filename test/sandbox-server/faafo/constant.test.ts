import { describe, expect, it } from 'vitest';
import { chooseConstant, isAcceptable } from '../../../sandbox-server/faafo/constant.ts';
import { numbers } from '../../fakes/numbers.ts';

const view = { xa: -2, xb: 2, ya: -1.5, yb: 1.5, iterations: 255 };

describe('the constant of a picture', () => {
  it.each([
    ['-0.4+0.6i', -0.4, 0.6, [true, true, true, true]],
    ['0.285+0.01i', 0.285, 0.01, [true, true, true, true]],
    ['0', 0, 0, [true, true, false, false]],
    ['-0.8+0.156i', -0.8, 0.156, [true, true, false, false]],
    ['0.4+0.4i', 0.4, 0.4, [false, false, false, false]],
  ])('%s is taken, or not, as the original does at 50, 100, 101 and 255 iterations', (_, cx, cy, taken) => {
    expect([50, 100, 101, 255].map((iterations) => isAcceptable({ cx, cy }, iterations))).toEqual(taken);
  });

  it('is never taken with eleven iterations or fewer', () => {
    expect(isAcceptable({ cx: 0, cy: 0 }, 11)).toBe(false);
    expect(chooseConstant({ ...view, iterations: 11 }, numbers(1))).toBeUndefined();
    expect(chooseConstant({ ...view, iterations: 12 }, numbers(1))).toBeDefined();
  });

  it('is drawn within the view, the real part first', () => {
    const draws = [0.4, 0.7];
    expect(chooseConstant(view, () => draws.shift() ?? 0)).toEqual({ cx: 0.4 * 4 - 2, cy: 0.7 * 3 - 1.5 });
    for (let seed = 0; seed < 50; seed += 1) {
      const { cx, cy } = chooseConstant(view, numbers(seed)) ?? { cx: 9, cy: 9 };
      expect(Math.abs(cx) <= 2 && Math.abs(cy) <= 1.5 && isAcceptable({ cx, cy }, 255)).toBe(true);
    }
  });

  it('is given up in a view that holds none', () => {
    expect(chooseConstant({ ...view, xa: 3, xb: 4, ya: 3, yb: 4 }, numbers(1))).toBeUndefined();
  });
});
