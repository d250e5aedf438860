import type { Drawing } from '../fractal.ts';

/** The most memory, in bytes, that the remembered rows of one picture take; a quarter of it for every million pixels. */
const MEMORY = 8 * 2 ** 20;

/** What is known of a picture's pixels before they are drawn, because it is symmetric: the same index to the bit. */
export interface Symmetry {
  /** The rows that are remembered, to be shared by all threads that draw on the picture. */
  readonly memory: SharedArrayBuffer;
  /** The longest run of row `y` from column `x` on that may be drawn before what it tells is asked for. */
  run(y: number, x: number, longest: number): number;
  /** Writes into `row`, from column `x` on, the index of each pixel that is known, else -1; false when none is. */
  recall(y: number, x: number, count: number, row: Int32Array): boolean;
  /** Remembers a row that is drawn, if another will ask for it. */
  remember(y: number, row: Int32Array): void;
}

/** The points of an axis, as the renderer rounds them. */
const axis = (count: number, from: number, to: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => (k * (to - from)) / (count - 1) + from);

/** An axis as its mirror sees it. */
interface Mirrored {
  points: Float64Array;
  /** For each point the place of its exact negative, or -1: rounding leaves many without. */
  partnerOf: Int32Array;
  /** The first place behind the middle. */
  middle: number;
}

function mirror(count: number, from: number, to: number): Mirrored {
  const points = axis(count, from, to);
  const sum = Math.round((-2 * from * (count - 1)) / (to - from));
  const partnerOf = Int32Array.from(points, (point, k) => (points[sum - k] === -point ? sum - k : -1));
  return { points, partnerOf, middle: Math.floor(sum / 2) + 1 };
}

/** Whether at least every eighth point has its negative; fewer would not pay. */
const isWorthwhile = ({ partnerOf }: Mirrored): boolean =>
  partnerOf.reduce((sum, partner) => (partner < 0 ? sum : sum + 1), 0) * 8 >= partnerOf.length;

/** Numbers the rows that a later row is the mirror of, the nearest to the middle first, as far as memory allows. */
function slotsOf(partnerOf: Int32Array, width: number): { slotOf: Int32Array; slots: number } {
  const slotOf = new Int32Array(partnerOf.length).fill(-1);
  const most = Math.floor(MEMORY / (4 * (width + 1)));
  let slots = 0;
  for (let y = partnerOf.length - 1; y >= 0 && slots < most; y -= 1) {
    if ((partnerOf[y] ?? -1) <= y) continue;
    slotOf[y] = slots;
    slots += 1;
  }
  return { slotOf, slots };
}

/**
 * The symmetry of a picture. z² is that of -z to the bit, so a point and its negative have the same index; for a real c
 * so have a point and its conjugate, for all that follows differs in signs alone. That helps wherever the grid's own
 * doubles are exact negatives of each other.
 * @param memory that of another thread's symmetry of the same drawing
 * @returns undefined where nothing is to be gained
 */
export function findSymmetry(drawing: Drawing, memory?: SharedArrayBuffer): Symmetry | undefined {
  const { width, height, xa, xb, ya, yb, cy } = drawing;
  const real = cy === 0;
  const columns = mirror(width, xa, xb);
  const mirrored = isWorthwhile(columns);
  if (!mirrored && !real) return undefined;
  const rows = mirror(height, ya, yb);
  const { slotOf, slots } = slotsOf(rows.partnerOf, width);
  const isFolded = (y: number): boolean => mirrored && (real || rows.points[y] === 0);
  if (slots === 0 && !(mirrored && (real || rows.points.includes(0)))) return undefined;
  const shared = memory ?? new SharedArrayBuffer(4 * slots * (width + 1));
  const ready = new Int32Array(shared, 0, slots);
  const remembered = new Int32Array(shared, 4 * slots);

  /** The drawn row that is the negative of row `y`. */
  function opposite(y: number): Int32Array | undefined {
    const slot = slotOf[rows.partnerOf[y] ?? -1] ?? -1;
    if (slot < 0 || Atomics.load(ready, slot) === 0) return undefined;
    return remembered.subarray(slot * width, (slot + 1) * width);
  }

  return {
    memory: shared,
    run: (y, x, longest) =>
      isFolded(y) && x < columns.middle ? Math.min(longest, columns.middle - x) : longest,
    recall(y, x, count, row) {
      const other = opposite(y);
      if (other && real) {
        row.set(other.subarray(x, x + count), x);
        return true;
      }
      const source = other ?? (isFolded(y) ? row : undefined);
      if (!source) return false;
      const end = other ? width : x;
      for (let k = x; k < x + count; k += 1) {
        const column = columns.partnerOf[k] ?? -1;
        row[k] = column >= 0 && column < end ? (source[column] ?? -1) : -1;
      }
      return true;
    },
    remember(y, row) {
      const slot = slotOf[y] ?? -1;
      if (slot < 0) return;
      remembered.set(row, slot * width);
      Atomics.store(ready, slot, 1);
    },
  };
}
