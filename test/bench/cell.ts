/**
 * How quickly a kernel is there and a cell answers, in the browser and at the socket of the whole server, and
 * what an idle learner costs, beside ipykernel driven through jupyter_client where it is installed (which has
 * no browser and no server to go through). `npm run --silent bench -- cell [--json]`
 */
import { arch, cpus, platform } from 'node:os';
import { startWorkbook } from '../support/workbook.ts';
import { measurePage } from './cell/page.ts';
import { measurePeer } from './cell/peer.ts';
import { quantile } from './cell/quantile.ts';
import { measureSocket } from './cell/socket.ts';

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

const rounded = (value: number): number => Number(value.toFixed(2));

const workbook = await startWorkbook();
const { socket, page } = await measure(workbook.url).finally(() => workbook.close());
const peer = measurePeer(3, runs);

async function measure(url: string) {
  return { socket: await measureSocket(url, starts, runs), page: await measurePage(url, runs) };
}

function metric(name: string, unit: string, value: number, peerValue?: number): Metric {
  const own = { name, value: rounded(value), unit };
  if (peer === undefined || peerValue === undefined) return own;
  return { ...own, peer: peer.name, peerValue: rounded(peerValue), ratio: rounded(peerValue / value) };
}

const metrics: Metric[] = [
  metric('kernel-start-ms', 'ms', quantile(socket.start, 0.5), peer?.start),
  metric('warm-cell-p50-ms', 'ms', quantile(page.shown, 0.5), peer?.run),
  metric('warm-cell-p95-ms', 'ms', quantile(page.shown, 0.95), peer?.slowRun),
  metric('warm-cell-painted-p50-ms', 'ms', quantile(page.painted, 0.5)),
  metric('warm-run-p50-ms', 'ms', quantile(socket.run, 0.5), peer?.run),
  metric('warm-run-p95-ms', 'ms', quantile(socket.run, 0.95), peer?.slowRun),
  metric('learner-memory-mb', 'MiB', socket.memory, peer?.memory),
];
const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${platform()} ${arch()}, Node ${process.versions.node}`;

if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'cell', machine, metrics }));
else {
  console.log(`A cell in its kernel\n${machine}\n`);
  for (const { name, value, unit, peer: other, peerValue, ratio } of metrics) {
    const beside = other ? `   ${other}: ${peerValue} ${unit}, ours is ${ratio} × better` : '';
    console.log(`${name.padEnd(24)} ${String(value).padStart(8)} ${unit}${beside}`);
  }
}
