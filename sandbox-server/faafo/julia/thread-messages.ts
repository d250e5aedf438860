import type { Drawing } from '../fractal.ts';
import type { Batch } from './rendering.ts';

/** What a pool asks of a thread. Pictures have numbers; each message but `drop` gets one answer. */
export type ToThread =
  | { kind: 'step'; picture: number; rounds: number; drawing: Drawing }
  | { kind: 'finish'; picture: number }
  | { kind: 'drop'; picture: number };

/** What a thread answers. */
export type FromThread =
  | { kind: 'batch'; picture: number; batch: Batch }
  | { kind: 'file'; picture: number; file: Uint8Array<ArrayBuffer> }
  | { kind: 'failed'; picture: number; error: Error };
