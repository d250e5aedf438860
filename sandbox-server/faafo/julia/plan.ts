import type { Drawing } from '../fractal.ts';
import type { Piece } from './thread-messages.ts';

/** What a piece is to take at most, in milliseconds. */
const MILLISECONDS = 5;

/** Pixels in a piece: fewer are not worth a message, unless a step is to take less; more would be memory. */
const LEAST = 4096;
const MOST = 2 ** 18;

/** What a pixel takes, in rounds, as long as nothing is known of a picture. */
const GUESS = 100;

/** Cuts a picture into pieces of whole rows, top to bottom, by what those before took. */
export interface Plan {
  /**
   * The next piece; undefined when all rows are given out.
   * @param budget how many rounds a step is to take: a piece takes no more, unless one row does
   */
  next(budget: number): Piece | undefined;
  /** Learns what a piece took. */
  learn(rows: number, rounds: number, milliseconds: number): void;
}

/** @param threads how many draw on it: towards its end the pieces get smaller, so that all end at once */
export function createPlan({ width, height, iterations }: Drawing, threads: number): Plan {
  let given = 0;
  let roundsPerPixel = Math.min(iterations, GUESS);
  let millisecondsPerPixel = 0;
  return {
    next(budget) {
      if (given === height) return undefined;
      const share = ((height - given) * width) / (2 * threads);
      const worthwhile = Math.max(LEAST, Math.min(MOST, share, MILLISECONDS / millisecondsPerPixel));
      const pixels = Math.min(worthwhile, budget / roundsPerPixel);
      const rows = Math.min(height - given, Math.max(1, Math.floor(pixels / width)));
      const piece = { y: given, rows };
      given += rows;
      return piece;
    },
    learn(rows, rounds, milliseconds) {
      roundsPerPixel = Math.max(1, rounds / (rows * width));
      millisecondsPerPixel = milliseconds / (rows * width);
    },
  };
}
