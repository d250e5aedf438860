/**
 * How fast Julia sets are drawn: the slides' window beside the original's algorithm in CPython and in C, three harder
 * pictures beside C, all on one core; what a second core brings; and how the explorer follows the mouse. `node test/bench/julia.ts [--json]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Drawing } from '../../sandbox-server/faafo/fractal.ts';
import { drawRow } from '../../sandbox-server/faafo/julia/draw-row.ts';
import { loadJuliaKernel } from '../../sandbox-server/faafo/julia/load.ts';
import { findSymmetry } from '../../sandbox-server/faafo/julia/symmetry.ts';
import { type Metric, metric, printMetrics } from '../support/metrics.ts';
import { measureExplorer } from './julia/explorer.ts';
import { compiled, type Peer, python } from './julia/peers.ts';
import { speedup } from './julia/threads.ts';
import { fixed, hard } from './julia/works.ts';

const kernel = await loadJuliaKernel();

/** Draws a picture in colour, row by row. */
function draw(drawing: Drawing, picture: Uint8Array): void {
  const { width, height } = drawing;
  const folded = new Uint8Array(width);
  const symmetry = findSymmetry(drawing);
  for (let y = 0; y < height; y += 1) {
    for (const _ of drawRow(kernel, drawing, y, folded, symmetry));
    picture.set(kernel.colours(folded), y * width * 3);
  }
}

/** The best of some times, in seconds. */
function measure(drawing: Drawing, picture: Uint8Array, times: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < times; k += 1) {
    const start = performance.now();
    draw(drawing, picture);
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

const checksumOf = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 0);

/** Ours and a peer's best, taken in turns, so that both meet the same machine; both must draw the same. */
function compare(name: string, drawing: Drawing, peer: Peer | undefined): Metric {
  const pixels = drawing.width * drawing.height;
  const picture = new Uint8Array(pixels * 3);
  let ours = Number.POSITIVE_INFINITY;
  let theirs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    ours = Math.min(ours, measure(drawing, picture, 5));
    if (!peer) continue;
    const { seconds, checksum } = peer.measure();
    theirs = Math.min(theirs, seconds);
    if (checksum !== checksumOf(picture)) throw new Error(`${peer.name} drew another picture for ${name}.`);
  }
  const own = { name, value: Math.round(pixels / ours), unit: 'px/s' };
  if (!peer) return own;
  return {
    ...own,
    peer: peer.name,
    peerValue: Math.round(pixels / theirs),
    ratio: Number((theirs / ours).toFixed(2)),
  };
}

/** A second core's part: 2 would be all of it. */
async function twoCores(name: string, drawing: Drawing, times: number): Promise<Metric> {
  return { name, value: Number((await speedup(drawing, times)).toFixed(2)), unit: '×' };
}

const folder = mkdtempSync(join(tmpdir(), 'julia-bench-'));
try {
  measure(fixed, new Uint8Array(fixed.width * fixed.height * 3), 20);
  const [, second] = hard;
  if (!second) throw new Error('The harder pictures are missing.');
  const title = `Drawing ${fixed.width} × ${fixed.height} px, ${fixed.iterations} iterations, and three harder pictures`;
  const explorer = await measureExplorer();
  printMetrics('julia', title, [
    compare('pixels-per-second', fixed, python()),
    compare('pixels-per-second-vs-c', fixed, compiled(folder, 'fixed', fixed)),
    ...hard.map((drawing, k) =>
      compare(`pixels-per-second-vs-c-hard-${k + 1}`, drawing, compiled(folder, `hard-${k + 1}`, drawing)),
    ),
    await twoCores('two-cores-speedup', fixed, 40),
    await twoCores('two-cores-speedup-hard-2', second, 20),
    metric('explorer-fps', 'frames/s', explorer.framesPerSecond),
    metric('explorer-longest-frame-ms', 'ms', explorer.longestFrame),
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
