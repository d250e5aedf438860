/**
 * How quickly a kernel is there and a cell answers, and what an idle learner costs, beside ipykernel driven
 * through jupyter_client where it is installed. `node test/bench/cell.ts [--json]`
 */
import { arch, cpus, platform } from 'node:os';
import { measurePeer } from './cell/peer.ts';
import { measureServer } from './cell/server.ts';

interface Metric {
  name: string;
  value: number;
  unit: string;
  peer?: string;
  peerValue?: number;
  /** How many times better than the peer. */
  ratio?: number;
}

const starts = 7;
const runs = 300;

const quantile = (taken: number[], part: number): number =>
  taken.toSorted((one, other) => one - other)[Math.floor((taken.length - 1) * part)] ?? Number.NaN;
const rounded = (value: number): number => Number(value.toFixed(2));

const { start, run, memory } = await measureServer(starts, runs);
const peer = measurePeer(3, runs);

function metric(name: string, unit: string, value: number, peerValue?: number): Metric {
  const own = { name, value: rounded(value), unit };
  if (peer === undefined || peerValue === undefined) return own;
  return { ...own, peer: peer.name, peerValue: rounded(peerValue), ratio: rounded(peerValue / value) };
}

const metrics: Metric[] = [
  metric('kernel-start-ms', 'ms', quantile(start, 0.5), peer?.start),
  metric('warm-run-p50-ms', 'ms', quantile(run, 0.5), peer?.run),
  metric('warm-run-p95-ms', 'ms', quantile(run, 0.95)),
  metric('learner-memory-mb', 'MiB', memory, peer?.memory),
];
const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${platform()} ${arch()}, Node ${process.versions.node}`;

if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'cell', machine, metrics }));
else {
  console.log(`A cell in its kernel\n${machine}\n`);
  for (const { name, value, unit, peer: other, peerValue, ratio } of metrics) {
    const beside = other ? `   ${other}: ${peerValue} ${unit}, ours is ${ratio} × better` : '';
    console.log(`${name.padEnd(20)} ${String(value).padStart(8)} ${unit}${beside}`);
  }
}
