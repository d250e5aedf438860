import type { Drawing } from '../fractal.ts';

/** What a step has drawn: whole rows, top to bottom, each pixel an index modulo 32 (the palette's period). */
export interface Batch {
  /** The first of these rows; rows count from 0 at the top. */
  y: number;
  /** How many there are; 0 when the step ended within its first row. */
  rows: number;
  /** `rows` × width bytes. */
  indices: Uint8Array<ArrayBuffer>;
  /** How often the loop went round for all pixels of this step: the work it took. */
  rounds: number;
  /** Whether the picture is complete. */
  done: boolean;
}

/** One picture in the making. */
export interface Rendering {
  /** Draws on, until about so many rounds of the loop are spent or the picture is complete. */
  step(rounds: number): Promise<Batch>;
  /** The PNG file, once the picture is complete. */
  finish(): Promise<Uint8Array<ArrayBuffer>>;
  /** Frees what the picture holds; steps under way are given up. To be called in every case. */
  close(): void;
}

/** Where pictures are drawn: in this thread, or on others. */
export interface Renderer {
  open(drawing: Drawing): Rendering;
}
