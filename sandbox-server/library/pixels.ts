import { Display, type Named } from './display.ts';
import { pace } from './pace.ts';
import { base64, encodePng } from './png.ts';

/** At most once in so many milliseconds does the page get what was painted. */
const frameEvery = 70;
const largest = 4096;

/** A picture that a cell paints pixel by pixel, and that is seen while it is painted. */
export class PixelPicture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel (red, green, blue, opacity), row by row; after writing into it, call `draw()`. */
  readonly data: Uint8ClampedArray;
  /** Shows what is painted so far: soon, and no more often than the page can follow. */
  readonly draw: () => void;

  constructor(width: number, height: number, { alt = '', id }: Named & { alt?: string } = {}) {
    for (const size of [width, height]) {
      if (!Number.isInteger(size) || size < 1 || size > largest) {
        throw new RangeError(`A picture is 1 to ${largest} pixels wide and high, not ${width} × ${height}.`);
      }
    }
    this.width = width;
    this.height = height;
    this.data = new Uint8ClampedArray(width * height * 4);
    const display = new Display(id);
    this.draw = pace(frameEvery, () =>
      display.put({ kind: 'image', mime: 'image/png', data: base64(encodePng(this)), alt }),
    );
    this.draw();
  }

  /** Paints one pixel; colours and opacity from 0 to 255. */
  set(x: number, y: number, red: number, green: number, blue: number, opacity = 255): void {
    if (!(x >= 0 && x < this.width && y >= 0 && y < this.height)) return;
    const at = (Math.floor(y) * this.width + Math.floor(x)) * 4;
    this.data[at] = red;
    this.data[at + 1] = green;
    this.data[at + 2] = blue;
    this.data[at + 3] = opacity;
    this.draw();
  }

  /** Paints a whole row: four bytes for each of its pixels. */
  row(y: number, bytes: ArrayLike<number>): void {
    if (!Number.isInteger(y) || y < 0 || y >= this.height || bytes.length !== this.width * 4) {
      throw new RangeError(
        `A row is one of ${this.height} and has ${this.width * 4} bytes, not row ${y} of ${bytes.length}.`,
      );
    }
    this.data.set(bytes, y * this.width * 4);
    this.draw();
  }
}
