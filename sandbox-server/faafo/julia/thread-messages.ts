import type { Drawing } from '../fractal.ts';

/** A picture that is drawn in pieces, by several threads. */
export interface Subject {
  drawing: Drawing;
  /** What its symmetry remembers, where it has one. */
  memory?: SharedArrayBuffer;
}

/** Rows of a picture that one thread draws. */
export interface Piece {
  y: number;
  rows: number;
}

/** What a pool asks of a thread. Jobs, which are pictures and files, have numbers. */
export type ToThread =
  | ({ kind: 'draw'; job: number; subject: Subject } & Piece)
  | { kind: 'write'; job: number; width: number; height: number; indices: Uint8Array }
  | { kind: 'finish'; job: number }
  | { kind: 'drop'; job: number };

/** What a thread answers: to each `draw`, after any number of `spent`, one `rows`; to `write` and `finish` one each. */
export type FromThread =
  /** The thread is still at a piece, on which it has spent so many rounds more. */
  | { kind: 'spent'; job: number; y: number; rounds: number }
  /** A piece is drawn, with so many rounds more, in so many milliseconds since its message was taken up. */
  | {
      kind: 'rows';
      job: number;
      y: number;
      rounds: number;
      milliseconds: number;
      indices: Uint8Array<ArrayBuffer>;
    }
  | { kind: 'written'; job: number }
  | { kind: 'file'; job: number; file: Uint8Array<ArrayBuffer> }
  | { kind: 'failed'; job: number; error: Error };
