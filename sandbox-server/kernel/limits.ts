import type { Reason } from '../protocol/reason.ts';

/** What one run may take. */
export interface Limits {
  /** Milliseconds from its start to its end. */
  time: number;
  /** Milliseconds that its learner adds to that at once, and how many there may be in all. */
  extension: number;
  longest: number;
  /** Milliseconds that a debugger may hold it at one place, and at all places together. */
  pause: number;
  pauses: number;
  /** Characters of printed text, in all. */
  text: number;
  /** Characters of one display (an image in base64, a table), and of all displays together. */
  display: number;
  displays: number;
  /** Characters of all newer states that displays come to. */
  updates: number;
  /** How many prints, how many displays, and how many newer states of displays. */
  count: { text: number; display: number; update: number };
  /** Milliseconds for a kernel to obey an interrupt before it is ended. */
  patience: number;
}

export const defaultLimits: Limits = {
  time: 10 * 60_000,
  extension: 10 * 60_000,
  longest: 60 * 60_000,
  pause: 15 * 60_000,
  pauses: 60 * 60_000,
  text: 1024 * 1024,
  display: 6 * 1024 * 1024,
  displays: 24 * 1024 * 1024,
  updates: 2 * 1024 * 1024 * 1024,
  count: { text: 10_000, display: 2_000, update: 100_000 },
  patience: 2_000,
};

const tooOften = {
  text: 'printed-too-often',
  display: 'showed-too-often',
  update: 'changed-too-often',
} as const;

/** Counts what a run puts out. */
export class Meter {
  readonly #limits: Limits;
  readonly #sizes = { text: 0, display: 0, update: 0 };
  readonly #counts = { text: 0, display: 0, update: 0 };

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Counts a piece of output; the reason says which limit it breaks, if it does.
   * @param before how large the display was whose newer state this is
   */
  count(kind: 'text' | 'display' | 'update', size: number, before = 0): Reason | undefined {
    this.#sizes[kind] += size;
    this.#counts[kind] += 1;
    if (kind === 'update') this.#sizes.display += size - before;
    const { text, displays, updates, count } = this.#limits;
    if (this.#sizes.text > text) return { code: 'printed-too-much', most: mebibytes(text) };
    if (this.#sizes.display > displays) return { code: 'showed-too-much', most: mebibytes(displays) };
    if (this.#sizes.update > updates) return { code: 'changed-too-much', most: mebibytes(updates) };
    if (this.#counts[kind] <= count[kind]) return undefined;
    return { code: tooOften[kind], most: count[kind] };
  }

  /** How many characters of text may still come. */
  get room(): number {
    return Math.max(0, this.#limits.text - this.#sizes.text);
  }

  /** The reason says why a display of this size cannot be shown, if it cannot. */
  refuse(size: number): Reason | undefined {
    const { display } = this.#limits;
    if (size <= display) return undefined;
    return { code: 'display-too-large', size: mebibytes(size), most: mebibytes(display) };
  }
}

function mebibytes(size: number): number {
  return Number((size / 1024 / 1024).toFixed(1));
}
