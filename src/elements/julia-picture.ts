import type { Rows } from '../sandbox/sandbox-client.ts';

/** The original's palette: an iteration count modulo 32 names a colour, red, green and blue from its own residues. */
const palette: readonly [number, number, number][] = Array.from({ length: 32 }, (_, index) => [
  (index % 8) * 32,
  (index % 16) * 16,
  (index % 32) * 8,
]);

/** Hues for workers, by the order in which they were first seen; each is a part of 360°. */
const hueOf = (order: number): number => (order * 137.5) % 360;

/** Pictures are numbered as they begin, so that the oldest is known. */
let begun = 0;

/** What the rows that came so far make of a fractal: its pixels, and who drew which row. */
export class JuliaPicture {
  readonly uuid: string;
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, the count modulo 32. */
  readonly #indices: Uint8Array;
  readonly #workerOfRow: (string | undefined)[];
  readonly workers: string[] = [];
  done = 0;
  readonly number: number;

  constructor({ uuid, width, height }: Pick<Rows, 'uuid' | 'width' | 'height'>) {
    begun += 1;
    this.number = begun;
    this.uuid = uuid;
    this.width = width;
    this.height = height;
    this.#indices = new Uint8Array(width * height);
    this.#workerOfRow = Array.from({ length: height });
  }

  /** Adds rows; returns the first and the number of those that are new or redrawn. */
  add({ y, pixels, worker }: Pick<Rows, 'y' | 'pixels' | 'worker'>): { y: number; rows: number } {
    const bytes = Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));
    const rows = Math.min(Math.floor(bytes.length / this.width), this.height - y);
    if (rows <= 0) return { y, rows: 0 };
    this.#indices.set(bytes.subarray(0, rows * this.width), y * this.width);
    for (let row = y; row < y + rows; row += 1) {
      if (this.#workerOfRow[row] === undefined) this.done += 1;
      this.#workerOfRow[row] = worker;
    }
    if (!this.workers.includes(worker)) this.workers.push(worker);
    return { y, rows };
  }

  /** The colours of some rows, four bytes a pixel; with `hues`, each row in the hue of the worker that drew it. */
  colours(y: number, rows: number, hues?: ReadonlyMap<string, number>): Uint8ClampedArray<ArrayBuffer> {
    const bytes = new Uint8ClampedArray(this.width * rows * 4);
    for (let row = 0; row < rows; row += 1) {
      const tint = tintOf(hues?.get(this.#workerOfRow[y + row] ?? ''));
      this.#paintRow(
        bytes,
        row,
        this.#indices.subarray((y + row) * this.width, (y + row + 1) * this.width),
        tint,
      );
    }
    return bytes;
  }

  #paintRow(
    data: Uint8ClampedArray,
    row: number,
    indices: Uint8Array,
    tint: readonly [number, number, number] | undefined,
  ): void {
    for (const [column, index] of indices.entries()) {
      const at = (row * this.width + column) * 4;
      const [red, green, blue] = palette[index % 32] ?? [0, 0, 0];
      const light = (red + green + blue) / 765;
      data[at] = tint === undefined ? red : tint[0] * light;
      data[at + 1] = tint === undefined ? green : tint[1] * light;
      data[at + 2] = tint === undefined ? blue : tint[2] * light;
      data[at + 3] = 255;
    }
  }
}

/** Where a new picture goes: a free place, else that of the oldest that is finished, else that of the oldest. */
export const slotFor = (pictures: readonly JuliaPicture[], places: number): number => {
  if (pictures.length < places) return pictures.length;
  const finished = pictures.filter(({ done, height }) => done >= height);
  const [oldest] = (finished.length > 0 ? finished : pictures).toSorted(
    (one, other) => one.number - other.number,
  );
  return oldest === undefined ? 0 : pictures.indexOf(oldest);
};

/** The hue that workers are told apart by, by their names in the order in which they came. */
export const huesOf = (workers: readonly string[]): Map<string, number> =>
  new Map(workers.map((worker, order) => [worker, hueOf(order)]));

/** A bright colour of that hue, as red, green and blue. */
const tintOf = (hue: number | undefined): readonly [number, number, number] | undefined => {
  if (hue === undefined) return undefined;
  const part = (offset: number): number => {
    const place = (offset + hue / 30) % 12;
    return Math.round(255 * (0.65 - 0.35 * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  };
  return [part(0), part(8), part(4)];
};
