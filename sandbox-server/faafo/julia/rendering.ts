import type { Drawing } from '../fractal.ts';

/** What a step has drawn: whole rows, top to bottom, each pixel an index modulo 32 (the palette's period). */
export interface Batch {
  /** The first of these rows; rows count from 0 at the top. */
  y: number;
  /** How many there are; 0 when the step ended within its first row. */
  rows: number;
  /** `rows` × width bytes. */
  indices: Uint8Array<ArrayBuffer>;
  /** How often the plain loop goes round for all pixels of this step: the work that it stands for. */
  rounds: number;
  /** Whether the picture is complete. */
  done: boolean;
}

/** One picture in the making. */
export interface Rendering {
  /** Draws on, until about so many rounds of the loop are spent or the picture is complete. */
  step(rounds: number): Promise<Batch>;
  /** Frees what the picture holds; steps under way are given up. To be called in every case. */
  close(): void;
}

/** A PNG file in the making: 8-bit RGB in the original's colours. Of its pixels none is kept but the rows under way. */
export interface Encoding {
  /**
   * Takes the next rows, a byte a pixel: the index modulo 32. Resolves once they are in the file; whoever draws faster
   * waits for that, so that rows do not pile up.
   */
  write(indices: Uint8Array): Promise<void>;
  /** The file, once every row is given. */
  finish(): Promise<Uint8Array<ArrayBuffer>>;
  /** Frees what the file holds. To be called in every case. */
  close(): void;
}

/** Where pictures are drawn and their files written: in this thread, or on others. */
export interface Renderer {
  open(drawing: Drawing): Rendering;
  encode(width: number, height: number): Encoding;
}
