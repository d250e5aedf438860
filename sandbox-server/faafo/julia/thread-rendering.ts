import type { Drawing } from '../fractal.ts';
import { createPlan } from './plan.ts';
import type { Batch, Rendering } from './rendering.ts';
import { findSymmetry } from './symmetry.ts';
import type { FromThread, Piece, Subject } from './thread-messages.ts';
import type { Thread, ThreadPool } from './thread-pool.ts';

/** How many pieces of a picture are under way at once, for each thread: one being drawn, the others waiting for it. */
const AHEAD = 3;

/** A piece that is under way or waits to be taken. */
interface Pending extends Piece {
  /** Rounds spent on it so far, and how many of them a step has told. */
  spent: number;
  told: number;
  indices?: Uint8Array<ArrayBuffer>;
}

function join(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * One picture, drawn in pieces by all threads of a pool. A few pieces are drawn ahead of the steps, no more, so that
 * its memory is bounded; they are taken from top to bottom, whichever is ready first.
 */
class ThreadRendering implements Rendering {
  readonly #pool: ThreadPool;
  readonly #job: number;
  readonly #subject: Subject;
  readonly #plan;
  readonly #threads = new Set<Thread>();
  readonly #pending: Pending[] = [];
  /** The first row that no step has told yet. */
  #row = 0;
  #news = Promise.withResolvers<void>();
  #stepping = false;
  #ended: Error | undefined;

  constructor(pool: ThreadPool, drawing: Drawing) {
    this.#pool = pool;
    this.#job = pool.number();
    const memory = findSymmetry(drawing)?.memory;
    this.#subject = memory ? { drawing, memory } : { drawing };
    this.#plan = createPlan(drawing, pool.size);
  }

  async step(budget: number): Promise<Batch> {
    if (this.#stepping) throw new Error('One step of a picture at a time.');
    this.#stepping = true;
    try {
      return await this.#draw(budget);
    } finally {
      this.#stepping = false;
    }
  }

  close(): void {
    this.fail(new Error('The picture was given up.'));
    for (const thread of this.#threads) thread.drop(this.#job);
    this.#pending.length = 0;
  }

  fail(error: Error): void {
    this.#ended ??= error;
    this.#tell();
  }

  hear(reply: FromThread): void {
    if (reply.kind === 'failed') this.fail(reply.error);
    if (reply.kind !== 'spent' && reply.kind !== 'rows') return;
    const piece = this.#pending.find(({ y }) => y === reply.y);
    if (!piece) return;
    piece.spent += reply.rounds;
    if (reply.kind === 'rows') {
      piece.indices = reply.indices;
      this.#plan.learn(piece.rows, piece.spent, reply.milliseconds);
    }
    if (piece === this.#pending[0]) this.#tell();
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }

  async #draw(budget: number): Promise<Batch> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const y = this.#row;
    let rounds = 0;
    while (rounds === 0 || rounds < budget) {
      if (this.#ended) throw this.#ended;
      this.#send(budget);
      const [piece] = this.#pending;
      if (!piece) break;
      const gained = piece.spent - piece.told;
      piece.told = piece.spent;
      rounds += gained;
      if (piece.indices) {
        parts.push(piece.indices);
        this.#row += piece.rows;
        this.#pending.shift();
      } else if (gained === 0) await this.#news.promise;
    }
    this.#send(budget);
    return { y, rows: this.#row - y, indices: join(parts), rounds, done: this.#pending.length === 0 };
  }

  #send(budget: number): void {
    while (this.#pending.length < AHEAD * this.#pool.size) {
      const piece = this.#plan.next(budget);
      if (!piece) return;
      this.#pending.push({ ...piece, spent: 0, told: 0 });
      const thread = this.#pool.pick();
      this.#threads.add(thread);
      thread.ask({ kind: 'draw', job: this.#job, subject: this.#subject, ...piece }, this);
    }
  }
}

/** Begins a picture on a pool's threads. */
export const openRendering = (pool: ThreadPool, drawing: Drawing): Rendering =>
  new ThreadRendering(pool, drawing);
