/**
 * The Julia set z <- z² + c over one run of pixels of one row, two doubles to a vector, four vectors in flight.
 *
 * Eight neighbours rarely escape together, so a run is drawn in passes: every pass goes a few times round the loop
 * with all points that are still inside, without a branch, and then closes ranks. Points that have escaped are thus
 * dragged along for part of one pass only. The order of the operations on a point, and so every rounding, is that
 * of a scalar loop in plain TypeScript, which the tests keep.
 *
 * A point whose orbit comes back to the very doubles where it was goes round for ever: it is inside without being
 * followed to the end. What decides is equality as `===` has it: of 0 and -0 the squares are equal, and so are the
 * products and sums made of them but for the sign of a zero, so that both orbits escape in the same round or never.
 */

/** Where a caller may put its pixels: everything behind the module's own data. */
export const heap: usize = __heap_base;

/** The longest run of pixels that `draw` takes at once. */
export const LONGEST: i32 = 2048;

/** How often the first pass goes round; each later one goes twice as often, up to `LONG_PASS`. */
const SHORT_PASS: i32 = 2;
const LONG_PASS: i32 = 32;

/** From so many rounds on few points escape: passes are longer still. */
const PATIENT: i32 = 512;
const PATIENT_PASS: i32 = 128;

/** Few escape in a pass when it was less than one in so many in the one before. */
const FEW: i32 = 32;

/** Orbits are watched for coming back from so many rounds on, and only in tasks that are long enough to gain by it. */
const WATCHED: i32 = 256;
const WATCHED_TASK: i32 = 512;

/** The points still inside: real parts, imaginary parts, and each one's place in its run. */
const REAL: usize = memory.data(2064 * 8, 16);
const IMAGINARY: usize = memory.data(2064 * 8, 16);
const PLACE: usize = memory.data(2064 * 4, 16);

/** Where each point was when orbits were last saved, by its place in the run. */
const SAVED_REAL: usize = memory.data(2064 * 8, 16);
const SAVED_IMAGINARY: usize = memory.data(2064 * 8, 16);

/** The real parts of a run's columns, which the rows of a picture share; and which run that is. */
const COLUMNS: usize = memory.data(2064 * 8, 16);
let columnsFrom: i32 = -1;
let columnsWidth: i32 = 0;
let columnsLeft: f64 = 0;
let columnsRight: f64 = 0;

/** Has the real parts ready of all columns from `x` on, as far as a run reaches. */
function prepare(x: i32, width: i32, xa: f64, xb: f64): void {
  if (x === columnsFrom && width === columnsWidth && xa === columnsLeft && xb === columnsRight) return;
  const span = f64x2.splat(xb - xa);
  const last = f64x2.splat(<f64>(width - 1));
  const left = f64x2.splat(xa);
  let column = f64x2.add(f64x2.splat(<f64>x), f64x2(0, 1));
  for (let k: i32 = 0; k < LONGEST + 8; k += 2) {
    v128.store(COLUMNS + ((<usize>k) << 3), f64x2.add(f64x2.div(f64x2.mul(column, span), last), left));
    column = f64x2.add(column, f64x2.splat(2));
  }
  columnsFrom = x;
  columnsWidth = width;
  columnsLeft = xa;
  columnsRight = xb;
}

/** Puts the points of a run in rank, eight by eight, but for eights that all start outside: their index is 0. */
function start(to: usize, count: i32, zy: f64): i32 {
  const im = f64x2.splat(zy);
  const square = f64x2.splat(zy * zy);
  const four = f64x2.splat(4);
  const eight = i32x4.splat(8);
  let first = i32x4(0, 1, 2, 3);
  let second = i32x4(4, 5, 6, 7);
  let tail: i32 = 0;
  for (let k: i32 = 0; k < count; k += 8) {
    const at = COLUMNS + ((<usize>k) << 3);
    const re0 = v128.load(at);
    const re1 = v128.load(at, 16);
    const re2 = v128.load(at, 32);
    const re3 = v128.load(at, 48);
    const in0 = f64x2.le(f64x2.add(f64x2.mul(re0, re0), square), four);
    const in1 = f64x2.le(f64x2.add(f64x2.mul(re1, re1), square), four);
    const in2 = f64x2.le(f64x2.add(f64x2.mul(re2, re2), square), four);
    const in3 = f64x2.le(f64x2.add(f64x2.mul(re3, re3), square), four);
    if (v128.any_true(v128.or(v128.or(in0, in1), v128.or(in2, in3)))) {
      const end = (<usize>tail) << 3;
      v128.store(REAL + end, re0);
      v128.store(REAL + end, re1, 16);
      v128.store(REAL + end, re2, 32);
      v128.store(REAL + end, re3, 48);
      v128.store(IMAGINARY + end, im);
      v128.store(IMAGINARY + end, im, 16);
      v128.store(IMAGINARY + end, im, 32);
      v128.store(IMAGINARY + end, im, 48);
      v128.store(PLACE + (end >> 1), first);
      v128.store(PLACE + (end >> 1), second, 16);
      tail += 8;
    } else {
      v128.store(to + ((<usize>k) << 2), i32x4.splat(0));
      v128.store(to + ((<usize>k) << 2), i32x4.splat(0), 16);
    }
    first = i32x4.add(first, eight);
    second = i32x4.add(second, eight);
  }
  // The last eight may reach beyond the run.
  while (tail > 0 && load<i32>(PLACE + ((<usize>(tail - 1)) << 2)) >= count) tail--;
  return tail;
}

/** Puts those points of a run in rank whose pixels have no index yet. */
function startPartly(to: usize, count: i32, zy: f64): i32 {
  let tail: i32 = 0;
  for (let k: i32 = 0; k < count; k++) {
    store<f64>(REAL + ((<usize>tail) << 3), load<f64>(COLUMNS + ((<usize>k) << 3)));
    store<f64>(IMAGINARY + ((<usize>tail) << 3), zy);
    store<i32>(PLACE + ((<usize>tail) << 2), k);
    if (load<i32>(to + ((<usize>k) << 2)) < 0) tail++;
  }
  return tail;
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

/** Moves a rank of eight, all of whom stay, to the end of those before. */
function keepAll(tail: i32, places: usize): void {
  const to = PLACE + ((<usize>tail) << 2);
  const first = v128.load(places);
  const second = v128.load(places, 16);
  v128.store(to, first);
  v128.store(to, second, 16);
}

/**
 * Goes `length` times round the loop with `count` points that have gone round `done` times; returns how many stay.
 * Where `few` escape, eight points go round uncounted first: only if one has escaped it must be known when. What has
 * escaped does not come back, so that to look at the end is enough.
 */
function pass(to: usize, count: i32, done: i32, length: i32, few: bool, cx: f64, cy: f64): i32 {
  const four = f64x2.splat(4);
  const vx = f64x2.splat(cx);
  const vy = f64x2.splat(cy);
  let tail: i32 = 0;
  for (let k: i32 = 0; k < count; k += 8) {
    const at = (<usize>k) << 3;
    const places = PLACE + ((<usize>k) << 2);
    let re0 = v128.load(REAL + at);
    let re1 = v128.load(REAL + at, 16);
    let re2 = v128.load(REAL + at, 32);
    let re3 = v128.load(REAL + at, 48);
    let im0 = v128.load(IMAGINARY + at);
    let im1 = v128.load(IMAGINARY + at, 16);
    let im2 = v128.load(IMAGINARY + at, 32);
    let im3 = v128.load(IMAGINARY + at, 48);
    if (few) {
      for (let i: i32 = length; i > 0; i--) {
        const p0 = f64x2.mul(re0, im0);
        re0 = f64x2.add(f64x2.sub(f64x2.mul(re0, re0), f64x2.mul(im0, im0)), vx);
        im0 = f64x2.add(f64x2.add(p0, p0), vy);
        const p1 = f64x2.mul(re1, im1);
        re1 = f64x2.add(f64x2.sub(f64x2.mul(re1, re1), f64x2.mul(im1, im1)), vx);
        im1 = f64x2.add(f64x2.add(p1, p1), vy);
        const p2 = f64x2.mul(re2, im2);
        re2 = f64x2.add(f64x2.sub(f64x2.mul(re2, re2), f64x2.mul(im2, im2)), vx);
        im2 = f64x2.add(f64x2.add(p2, p2), vy);
        const p3 = f64x2.mul(re3, im3);
        re3 = f64x2.add(f64x2.sub(f64x2.mul(re3, re3), f64x2.mul(im3, im3)), vx);
        im3 = f64x2.add(f64x2.add(p3, p3), vy);
      }
      const stay = v128.and(
        v128.and(
          f64x2.le(f64x2.add(f64x2.mul(re0, re0), f64x2.mul(im0, im0)), four),
          f64x2.le(f64x2.add(f64x2.mul(re1, re1), f64x2.mul(im1, im1)), four),
        ),
        v128.and(
          f64x2.le(f64x2.add(f64x2.mul(re2, re2), f64x2.mul(im2, im2)), four),
          f64x2.le(f64x2.add(f64x2.mul(re3, re3), f64x2.mul(im3, im3)), four),
        ),
      );
      if (i64x2.all_true(stay)) {
        const end = (<usize>tail) << 3;
        v128.store(REAL + end, re0);
        v128.store(REAL + end, re1, 16);
        v128.store(REAL + end, re2, 32);
        v128.store(REAL + end, re3, 48);
        v128.store(IMAGINARY + end, im0);
        v128.store(IMAGINARY + end, im1, 16);
        v128.store(IMAGINARY + end, im2, 32);
        v128.store(IMAGINARY + end, im3, 48);
        keepAll(tail, places);
        tail += 8;
        continue;
      }
      re0 = v128.load(REAL + at);
      re1 = v128.load(REAL + at, 16);
      re2 = v128.load(REAL + at, 32);
      re3 = v128.load(REAL + at, 48);
      im0 = v128.load(IMAGINARY + at);
      im1 = v128.load(IMAGINARY + at, 16);
      im2 = v128.load(IMAGINARY + at, 32);
      im3 = v128.load(IMAGINARY + at, 48);
    }
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

/** Puts the point of rank `from` on rank `to`. */
function move(from: i32, to: i32): void {
  store<f64>(REAL + ((<usize>to) << 3), load<f64>(REAL + ((<usize>from) << 3)));
  store<f64>(IMAGINARY + ((<usize>to) << 3), load<f64>(IMAGINARY + ((<usize>from) << 3)));
  store<i32>(PLACE + ((<usize>to) << 2), load<i32>(PLACE + ((<usize>from) << 2)));
}

/** Saves where the points are. */
function save(count: i32): void {
  for (let k: i32 = 0; k < count; k++) {
    const place = (<usize>load<i32>(PLACE + ((<usize>k) << 2))) << 3;
    store<f64>(SAVED_REAL + place, load<f64>(REAL + ((<usize>k) << 3)));
    store<f64>(SAVED_IMAGINARY + place, load<f64>(IMAGINARY + ((<usize>k) << 3)));
  }
}

/** Takes out of the ranks the points that are back where they were saved: they stay for ever. Returns the others' number. */
function release(to: usize, count: i32, iterations: i32): i32 {
  let tail: i32 = 0;
  for (let k: i32 = 0; k < count; k++) {
    const place = <usize>load<i32>(PLACE + ((<usize>k) << 2));
    if (
      load<f64>(REAL + ((<usize>k) << 3)) === load<f64>(SAVED_REAL + (place << 3)) &&
      load<f64>(IMAGINARY + ((<usize>k) << 3)) === load<f64>(SAVED_IMAGINARY + (place << 3))
    ) {
      store<i32>(to + (place << 2), iterations);
      continue;
    }
    if (tail < k) move(k, tail);
    tail++;
  }
  return tail;
}

/**
 * Goes round with all points in ranks, pass by pass. Where they are is saved anew whenever the rounds have doubled
 * (R. P. Brent's way to find a cycle): whatever its length, one day it fits between two savings.
 */
function passes(to: usize, count: i32, spare: i32, cx: f64, cy: f64, iterations: i32): void {
  let inside = count;
  let done: i32 = 0;
  let length: i32 = SHORT_PASS;
  let saving: i32 = iterations < WATCHED_TASK ? iterations : WATCHED;
  let watched = false;
  let few = false;
  while (inside > 0 && done < iterations) {
    length = min(length, iterations - done);
    fill(inside, spare);
    const stay = pass(to, inside, done, length, few, cx, cy);
    few = (inside - stay) * FEW < inside;
    inside = stay;
    done += length;
    length = min(length << 1, done < PATIENT ? LONG_PASS : PATIENT_PASS);
    if (watched) inside = release(to, inside, iterations);
    if (done >= saving) {
      save(inside);
      watched = true;
      saving = done > iterations >> 1 ? iterations : done << 1;
    }
  }
  for (let k: i32 = 0; k < inside; k++) {
    store<i32>(to + ((<usize>load<i32>(PLACE + ((<usize>k) << 2))) << 2), iterations);
  }
}

/** The plain loop, for constants with which a point that has escaped may come back and fool `pass`. */
function plainly(to: usize, partly: bool, count: i32, zy: f64, cx: f64, cy: f64, iterations: i32): void {
  for (let k: i32 = 0; k < count; k++) {
    if (partly && load<i32>(to + ((<usize>k) << 2)) >= 0) continue;
    let re = load<f64>(COLUMNS + ((<usize>k) << 3));
    let im = zy;
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
 * needed behind the last one. With `partly`, pixels that have an index there already (0 or more) keep it. Returns how
 * many times the plain loop would go round, over all of these pixels.
 * All numbers are those of a faafo task; `iterations` is at least 1, `width` and `height` at least 2, `count` at
 * most `LONGEST`.
 */
export function draw(
  to: usize,
  partly: bool,
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
  prepare(x, width, xa, xb);
  const zy = (<f64>y * (yb - ya)) / <f64>(height - 1) + ya;
  // Once |z| > 2 it only grows while |c| is clearly below 2, so that nobody must remember who has escaped. A view
  // whose width is beyond the doubles makes points that are no number, which the plain loop takes for inside.
  if (cx * cx + cy * cy < 3.9 && abs(xb - xa) <= f64.MAX_VALUE && abs(yb - ya) <= f64.MAX_VALUE) {
    const ranks = partly ? startPartly(to, count, zy) : start(to, count, zy);
    passes(to, ranks, count, cx, cy, iterations);
  } else {
    plainly(to, partly, count, zy, cx, cy, iterations);
  }
  return <f64>(conclude(to, count, iterations) + count);
}

/**
 * Colours `count` indices modulo 32 (a byte each) at `from`, three bytes each, to `to`: red is the index modulo 8,
 * green modulo 16, blue modulo 32, each spread over the 256 steps of a byte. Reads 15 and writes 45 bytes more.
 */
export function colour(from: usize, to: usize, count: i32): void {
  for (let k: i32 = 0; k < count; k += 16) {
    const index = v128.load(from + <usize>k);
    const red = i8x16.shl(index, 5);
    const green = i8x16.shl(index, 4);
    const blue = i8x16.shl(index, 3);
    const at = to + <usize>k * 3;
    const a = v128.shuffle<i8>(red, green, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
    v128.store(at, v128.shuffle<i8>(a, blue, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15));
    const b = v128.shuffle<i8>(red, green, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
    v128.store(at, v128.shuffle<i8>(b, blue, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15), 16);
    const c = v128.shuffle<i8>(red, green, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
    v128.store(at, v128.shuffle<i8>(c, blue, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31), 32);
  }
}

/** Folds `count` indices at `from` to one byte each, modulo 32, which is all that the palette sees; room for 15 more. */
export function fold(from: usize, to: usize, count: i32): void {
  const period = i32x4.splat(31);
  for (let k: i32 = 0; k < count; k += 16) {
    const at = from + ((<usize>k) << 2);
    const low = i16x8.narrow_i32x4_s(v128.and(v128.load(at), period), v128.and(v128.load(at, 16), period));
    const high = i16x8.narrow_i32x4_s(
      v128.and(v128.load(at, 32), period),
      v128.and(v128.load(at, 48), period),
    );
    v128.store(to + <usize>k, i8x16.narrow_i16x8_s(low, high));
  }
}
