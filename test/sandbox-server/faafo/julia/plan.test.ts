import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../../../sandbox-server/faafo/fractal.ts';
import { createPlan } from '../../../../sandbox-server/faafo/julia/plan.ts';
import { examples } from './examples.ts';

const [{ drawing } = { drawing: undefined }] = examples.slice(-1);
if (!drawing) throw new Error('The examples are missing.');

/** All pieces of a picture, each learnt from before the next is asked for. */
function rowsOf(size: Drawing, rounds: number, milliseconds: number, budget = 4_000_000): number[] {
  const plan = createPlan(size, 2);
  const rows: number[] = [];
  for (let piece = plan.next(budget); piece; piece = plan.next(budget)) {
    expect(piece.y).toBe(rows.reduce((sum, count) => sum + count, 0));
    rows.push(piece.rows);
    const pixels = piece.rows * size.width;
    plan.learn(piece.rows, rounds * pixels, milliseconds * pixels);
  }
  return rows;
}

describe('a plan', () => {
  it('gives out every row once, in pieces that get smaller towards the end', () => {
    const rows = rowsOf(drawing, 20, 0.00001);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(900);
    expect(rows.slice(1)).toEqual(rows.slice(1).toSorted((one, other) => other - one));
    expect(rows.at(-1)).toBeLessThan(10);
  });

  it('gives a small picture out at once', () => {
    expect(rowsOf({ ...drawing, width: 60, height: 50 }, 20, 0.00001)).toEqual([50]);
  });

  it('makes the pieces of hard pictures small, and never of less than a row', () => {
    expect(Math.max(...rowsOf(drawing, 1000, 0.1).slice(1))).toBe(4);
    expect(new Set(rowsOf({ ...drawing, width: 41_000 }, 100_000, 0.1))).toEqual(new Set([1]));
  });

  it('keeps to what a step is to take, so that a slow processor shows row after row', () => {
    expect(new Set(rowsOf({ ...drawing, width: 60, height: 50 }, 20, 0.00001, 100))).toEqual(new Set([1]));
  });

  it('bounds the memory of a piece', () => {
    expect(Math.max(...rowsOf({ ...drawing, width: 20_000, height: 20_000 }, 1, 0))).toBe(13);
  });
});
