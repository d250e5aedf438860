/**
 * How fast one core draws: the slides' window, beside the original's algorithm in CPython and in C.
 * `node test/bench/julia.ts [--json]`
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Drawing } from '../../sandbox-server/faafo/fractal.ts';
import { loadJuliaKernel } from '../../sandbox-server/faafo/julia/load.ts';
import { type Metric, printMetrics } from '../support/metrics.ts';

/** A peer's best time for the picture, in seconds, and a checksum over its bytes. */
interface Peer {
  name: string;
  measure: () => { seconds: number; checksum: number };
}

const drawing: Drawing = {
  width: 976,
  height: 809,
  iterations: 376,
  xa: -3.69736,
  xb: 2.49194,
  ya: -2.44238,
  yb: 2.05151,
  cx: -0.8,
  cy: 0.156,
};
const pixels = drawing.width * drawing.height;
const ROUNDS = 5;
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const kernel = await loadJuliaKernel();
const picture = new Uint8Array(pixels * 3);

function draw(): void {
  const { width, height } = drawing;
  for (let y = 0; y < height; y += 1) {
    kernel.draw(drawing, y, 0, width);
    picture.set(kernel.colours(width), y * width * 3);
  }
}

function measure(times: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < times; k += 1) {
    const start = performance.now();
    draw();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

const checksumOf = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 0);

/** The output of a program, or undefined when it is not there. */
function outputOf(program: string, args: string[]): string | undefined {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const read = (line: string): { seconds: number; checksum: number } => {
  const [seconds, checksum] = line.split(' ').map(Number);
  if (!seconds || checksum === undefined) throw new Error(`A peer printed "${line}".`);
  return { seconds, checksum };
};

function python(): Peer | undefined {
  const version = outputOf('python3', [
    '-c',
    'import platform as p; print(p.python_implementation(), p.python_version())',
  ]);
  if (!version) return undefined;
  return { name: version, measure: () => read(outputOf('python3', [file('julia-peer.py')]) ?? '') };
}

function compiled(folder: string): Peer | undefined {
  const version = outputOf('gcc', ['-dumpfullversion']);
  if (!version) return undefined;
  const flags = ['-O3', '-march=native', '-ffp-contract=off'];
  const program = join(folder, 'julia-peer');
  outputOf('gcc', [...flags, '-o', program, file('julia-peer.c')]);
  return {
    name: `gcc ${version} -O3 -march=native`,
    measure: () => read(outputOf(program, [String(ROUNDS)]) ?? ''),
  };
}

/** Ours and a peer's best, taken in turns, so that both meet the same machine. */
function compare(peer: Peer): Metric {
  let ours = Number.POSITIVE_INFINITY;
  let theirs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    ours = Math.min(ours, measure(ROUNDS));
    const { seconds, checksum } = peer.measure();
    theirs = Math.min(theirs, seconds);
    if (checksum !== checksumOf(picture)) throw new Error(`${peer.name} drew another picture.`);
  }
  return {
    name: 'pixels-per-second',
    value: Math.round(pixels / ours),
    unit: 'px/s',
    peer: peer.name,
    peerValue: Math.round(pixels / theirs),
    ratio: Number((theirs / ours).toFixed(2)),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'julia-bench-'));
try {
  measure(20);
  const peers = [python(), compiled(folder)].filter((peer) => peer !== undefined);
  const metrics: Metric[] =
    peers.length > 0
      ? peers.map(compare)
      : [{ name: 'pixels-per-second', value: Math.round(pixels / measure(ROUNDS)), unit: 'px/s' }];
  const { width, height, iterations } = drawing;
  const title = `Drawing ${width} × ${height} px, ${iterations} iterations, on one core`;
  printMetrics('julia', title, metrics);
} finally {
  rmSync(folder, { recursive: true });
}
