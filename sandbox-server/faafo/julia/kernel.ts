import type { Drawing } from '../fractal.ts';

/** The compiled renderer, wrapped: draws runs of pixels into its own memory, from which they are read. */
export interface JuliaKernel {
  /** The most pixels that `draw` and `colours` take at once. */
  readonly longest: number;
  /**
   * Draws `count` pixels of row `y` from column `x` on.
   * @param known indices of the run's pixels that are known already, -1 for each that is to be drawn
   * @returns how often the plain loop goes round in all of them: the work, whatever short cut was taken
   */
  draw(drawing: Drawing, y: number, x: number, count: number, known?: Int32Array): number;
  /** The indices of the last run. A view: valid until the next call. */
  indices(count: number): Int32Array;
  /** The indices of the last run modulo 32, one byte each: all that the palette sees. A view. */
  folded(count: number): Uint8Array;
  /** Such bytes in the original's colours, three bytes a pixel. A view. */
  colours(folded: Uint8Array): Uint8Array;
}

interface Exports {
  memory: WebAssembly.Memory;
  heap: WebAssembly.Global<'i32'>;
  LONGEST: WebAssembly.Global<'i32'>;
  draw(...numbers: number[]): number;
  colour(from: number, to: number, count: number): void;
  fold(from: number, to: number, count: number): void;
}

const isCallable = (value: unknown): boolean => typeof value === 'function';

function isExports(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Exports {
  return (
    exports.memory instanceof WebAssembly.Memory &&
    exports.heap instanceof WebAssembly.Global &&
    exports.LONGEST instanceof WebAssembly.Global &&
    isCallable(exports.draw) &&
    isCallable(exports.colour) &&
    isCallable(exports.fold)
  );
}

/**
 * Starts the compiled renderer; runs wherever WebAssembly has SIMD, in Node and in browsers.
 * @throws {TypeError} when the module is not the one that `build.mjs` makes
 */
export async function createJuliaKernel(module: WebAssembly.Module): Promise<JuliaKernel> {
  const { exports } = await WebAssembly.instantiate(module);
  if (!isExports(exports)) throw new TypeError('This WebAssembly module is not the Julia renderer.');
  const longest = exports.LONGEST.value;
  const runAt = exports.heap.value;
  const pixelsAt = runAt + 4 * (longest + 16);
  const missing = pixelsAt + 3 * (longest + 16) - exports.memory.buffer.byteLength;
  if (missing > 0) exports.memory.grow(Math.ceil(missing / 65_536));
  const { buffer } = exports.memory;
  return {
    longest,
    draw({ width, height, xa, xb, ya, yb, cx, cy, iterations }, y, x, count, known) {
      if (known) new Int32Array(buffer, runAt, count).set(known);
      const partly = known ? 1 : 0;
      return exports.draw(runAt, partly, x, count, y, width, height, xa, xb, ya, yb, cx, cy, iterations);
    },
    indices: (count) => new Int32Array(buffer, runAt, count),
    folded: (count) => {
      exports.fold(runAt, pixelsAt, count);
      return new Uint8Array(buffer, pixelsAt, count);
    },
    colours: (folded) => {
      new Uint8Array(buffer, runAt, folded.length).set(folded);
      exports.colour(runAt, pixelsAt, folded.length);
      return new Uint8Array(buffer, pixelsAt, folded.length * 3);
    },
  };
}
