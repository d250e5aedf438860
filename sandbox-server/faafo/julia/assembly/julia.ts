/**
 * The Julia set z <- z² + c over one run of pixels of one row, two doubles to a vector, four vectors in flight.
 *
 * Eight neighbours rarely escape together, so a run is drawn in passes: every pass goes a few times round the loop
 * with all points that are still inside, without a branch, and then closes ranks. Points that have escaped are thus
 * dragged along for part of one pass only. The order of the operations on a point, and so every rounding, is that
 * of a scalar loop in plain TypeScript, which the tests keep.
 */

/** Where a caller may put its pixels: everything behind the module's own data. */
export const heap: usize = __heap_base;

/** The longest run of pixels that `draw` takes at once. */
export const LONGEST: i32 = 2048;

/** How often the first pass goes round; each later one goes twice as often, up to `LONG_PASS`. */
const SHORT_PASS: i32 = 2;
const LONG_PASS: i32 = 32;

/** The points still inside: real parts, imaginary parts, and each one's place in its run. */
const REAL: usize = memory.data(2064 * 8, 16);
const IMAGINARY: usize = memory.data(2064 * 8, 16);
const PLACE: usize = memory.data(2064 * 4, 16);

/** The colour of an index: red, green, blue, in the low three bytes of one word; it repeats every 32 indices. */
const PALETTE: usize = memory.data(128, 16);

for (let i: i32 = 0; i < 32; i++) {
  store<i32>(PALETTE + ((<usize>i) << 2), ((i & 7) << 5) | ((i & 15) << 12) | ((i & 31) << 19));
}

/** Puts the starting points of a run in rank. */
function start(
  x: i32,
  count: i32,
  y: i32,
  width: i32,
  height: i32,
  xa: f64,
  xb: f64,
  ya: f64,
  yb: f64,
): void {
  const zy = f64x2.splat((<f64>y * (yb - ya)) / <f64>(height - 1) + ya);
  const span = f64x2.splat(xb - xa);
  const last = f64x2.splat(<f64>(width - 1));
  const left = f64x2.splat(xa);
  let column = f64x2.add(f64x2.splat(<f64>x), f64x2(0, 1));
  let place = i64x2(0x0000000100000000, 0x0000000300000002);
  for (let k: i32 = 0; k < count; k += 4) {
    const at = (<usize>k) << 3;
    v128.store(REAL + at, f64x2.add(f64x2.div(f64x2.mul(column, span), last), left));
    column = f64x2.add(column, f64x2.splat(2));
    v128.store(REAL + at, f64x2.add(f64x2.div(f64x2.mul(column, span), last), left), 16);
    column = f64x2.add(column, f64x2.splat(2));
    v128.store(IMAGINARY + at, zy);
    v128.store(IMAGINARY + at, zy, 16);
    v128.store(PLACE + ((<usize>k) << 2), place);
    place = i32x4.add(place, i32x4.splat(4));
  }
}

/** Fills the last rank of eight with points that are outside from the start and belong to no pixel. */
function fill(count: i32, spare: i32): void {
  for (let k: i32 = count; k & 7; k++) {
    store<f64>(REAL + ((<usize>k) << 3), 4);
    store<i32>(PLACE + ((<usize>k) << 2), spare);
  }
}

/** Notes how often four points have gone round, each in its pixel. */
function note(to: usize, places: usize, rounds: v128): void {
  store<i32>(to + ((<usize>load<i32>(places)) << 2), i32x4.extract_lane(rounds, 0));
  store<i32>(to + ((<usize>load<i32>(places, 4)) << 2), i32x4.extract_lane(rounds, 1));
  store<i32>(to + ((<usize>load<i32>(places, 8)) << 2), i32x4.extract_lane(rounds, 2));
  store<i32>(to + ((<usize>load<i32>(places, 12)) << 2), i32x4.extract_lane(rounds, 3));
}

/** Appends those of two points that are still inside (the lowest bits of `inside`) to the ranks; returns their end. */
function keep(tail: i32, places: usize, re: v128, im: v128, inside: i32): i32 {
  const two = load<i64>(places);
  store<i32>(PLACE + ((<usize>tail) << 2), <i32>two);
  v128.store64_lane(REAL + ((<usize>tail) << 3), re, 0);
  v128.store64_lane(IMAGINARY + ((<usize>tail) << 3), im, 0);
  const next = tail + (inside & 1);
  store<i32>(PLACE + ((<usize>next) << 2), <i32>(two >> 32));
  v128.store64_lane(REAL + ((<usize>next) << 3), re, 1);
  v128.store64_lane(IMAGINARY + ((<usize>next) << 3), im, 1);
  return next + ((inside >> 1) & 1);
}

/** Goes `length` times round the loop with `count` points that have gone round `done` times; returns how many stay. */
function pass(to: usize, count: i32, done: i32, length: i32, cx: f64, cy: f64): i32 {
  const four = f64x2.splat(4);
  const vx = f64x2.splat(cx);
  const vy = f64x2.splat(cy);
  let tail: i32 = 0;
  for (let k: i32 = 0; k < count; k += 8) {
    const at = (<usize>k) << 3;
    let re0 = v128.load(REAL + at);
    let re1 = v128.load(REAL + at, 16);
    let re2 = v128.load(REAL + at, 32);
    let re3 = v128.load(REAL + at, 48);
    let im0 = v128.load(IMAGINARY + at);
    let im1 = v128.load(IMAGINARY + at, 16);
    let im2 = v128.load(IMAGINARY + at, 32);
    let im3 = v128.load(IMAGINARY + at, 48);
    let n0 = i64x2.splat(0);
    let n1 = i64x2.splat(0);
    let n2 = i64x2.splat(0);
    let n3 = i64x2.splat(0);
    for (let i: i32 = length; i > 0; i--) {
      const r0 = f64x2.mul(re0, re0);
      const i0 = f64x2.mul(im0, im0);
      const p0 = f64x2.mul(re0, im0);
      n0 = i64x2.sub(n0, f64x2.le(f64x2.add(r0, i0), four));
      re0 = f64x2.add(f64x2.sub(r0, i0), vx);
      im0 = f64x2.add(f64x2.add(p0, p0), vy);
      const r1 = f64x2.mul(re1, re1);
      const i1 = f64x2.mul(im1, im1);
      const p1 = f64x2.mul(re1, im1);
      n1 = i64x2.sub(n1, f64x2.le(f64x2.add(r1, i1), four));
      re1 = f64x2.add(f64x2.sub(r1, i1), vx);
      im1 = f64x2.add(f64x2.add(p1, p1), vy);
      const r2 = f64x2.mul(re2, re2);
      const i2 = f64x2.mul(im2, im2);
      const p2 = f64x2.mul(re2, im2);
      n2 = i64x2.sub(n2, f64x2.le(f64x2.add(r2, i2), four));
      re2 = f64x2.add(f64x2.sub(r2, i2), vx);
      im2 = f64x2.add(f64x2.add(p2, p2), vy);
      const r3 = f64x2.mul(re3, re3);
      const i3 = f64x2.mul(im3, im3);
      const p3 = f64x2.mul(re3, im3);
      n3 = i64x2.sub(n3, f64x2.le(f64x2.add(r3, i3), four));
      re3 = f64x2.add(f64x2.sub(r3, i3), vx);
      im3 = f64x2.add(f64x2.add(p3, p3), vy);
    }
    // The low halves of the eight counts, side by side.
    const low = v128.shuffle<i32>(n0, n1, 0, 2, 4, 6);
    const high = v128.shuffle<i32>(n2, n3, 0, 2, 4, 6);
    const full = i32x4.splat(length);
    const in0 = i32x4.eq(low, full);
    const in4 = i32x4.eq(high, full);
    const places = PLACE + ((<usize>k) << 2);
    const from = i32x4.splat(done);
    note(to, places, i32x4.add(low, from));
    note(to, places + 16, i32x4.add(high, from));
    if (v128.any_true(v128.or(in0, in4))) {
      const inside = i32x4.bitmask(in0) | (i32x4.bitmask(in4) << 4);
      tail = keep(tail, places, re0, im0, inside);
      tail = keep(tail, places + 8, re1, im1, inside >> 2);
      tail = keep(tail, places + 16, re2, im2, inside >> 4);
      tail = keep(tail, places + 24, re3, im3, inside >> 6);
    }
  }
  return tail;
}

/** The plain loop, for constants with which a point that has escaped may come back and fool `pass`. */
function plainly(to: usize, count: i32, cx: f64, cy: f64, iterations: i32): void {
  for (let k: i32 = 0; k < count; k++) {
    let re = load<f64>(REAL + ((<usize>k) << 3));
    let im = load<f64>(IMAGINARY + ((<usize>k) << 3));
    let i: i32 = 0;
    for (; i < iterations; i++) {
      const r = re * re;
      const m = im * im;
      if (r + m > 4) break;
      const p = re * im;
      re = r - m + cx;
      im = p + p + cy;
    }
    store<i32>(to + ((<usize>k) << 2), i);
  }
}

/** Turns numbers of rounds into indices: a point that never escaped has that of the last round. Returns their sum. */
function conclude(to: usize, count: i32, iterations: i32): i64 {
  const last = i32x4.splat(iterations - 1);
  for (let k: i32 = count; k & 3; k++) store<i32>(to + ((<usize>k) << 2), 0);
  let sum = i64x2.splat(0);
  for (let k: i32 = 0; k < count; k += 4) {
    const at = to + ((<usize>k) << 2);
    const index = i32x4.min_s(v128.load(at), last);
    v128.store(at, index);
    sum = i64x2.add(sum, i64x2.add(i64x2.extend_low_i32x4_s(index), i64x2.extend_high_i32x4_s(index)));
  }
  return i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1);
}

/**
 * Writes the index (i32) of each of `count` pixels of row `y`, the first being `x`, to `to`; room for 8 more is
 * needed behind the last one. Returns how many times the loop went round, over all of these pixels.
 * All numbers are those of a faafo task; `iterations` is at least 1, `width` and `height` at least 2, `count` at
 * most `LONGEST`.
 */
export function draw(
  to: usize,
  x: i32,
  count: i32,
  y: i32,
  width: i32,
  height: i32,
  xa: f64,
  xb: f64,
  ya: f64,
  yb: f64,
  cx: f64,
  cy: f64,
  iterations: i32,
): f64 {
  start(x, count, y, width, height, xa, xb, ya, yb);
  // Once |z| > 2 it only grows while |c| is clearly below 2, so that nobody must remember who has escaped.
  if (cx * cx + cy * cy < 3.9) {
    let inside = count;
    let done: i32 = 0;
    let length: i32 = SHORT_PASS;
    while (inside > 0 && done < iterations) {
      length = min(length, iterations - done);
      fill(inside, count);
      inside = pass(to, inside, done, length, cx, cy);
      done += length;
      length = min(length << 1, LONG_PASS);
    }
  } else {
    plainly(to, count, cx, cy, iterations);
  }
  return <f64>(conclude(to, count, iterations) + count);
}

/** Colours `count` indices at `from`, three bytes each, to `to`; writes one byte more than it says. */
export function colour(from: usize, to: usize, count: i32): void {
  for (let k: i32 = 0; k < count; k++) {
    const index = <usize>load<i32>(from + ((<usize>k) << 2)) & 31;
    store<i32>(to + <usize>k * 3, load<i32>(PALETTE + (index << 2)));
  }
}

/** Folds `count` indices at `from` to one byte each, modulo 32, which is all that the palette sees. */
export function fold(from: usize, to: usize, count: i32): void {
  for (let k: i32 = 0; k < count; k++) {
    store<u8>(to + <usize>k, load<i32>(from + ((<usize>k) << 2)) & 31);
  }
}
