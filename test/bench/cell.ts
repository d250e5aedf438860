/**
 * How quickly a kernel is there and a cell answers, in the browser and at the socket of the whole server, and
 * what an idle learner costs, beside ipykernel driven through jupyter_client where it is installed (which has
 * no browser and no server to go through). `npm run --silent bench -- cell [--json]`
 */
import { type Metric, machine } from '../support/metrics.ts';
import { startWorkbook } from '../support/workbook.ts';
import { measurePage } from './cell/page.ts';
import { startPeer } from './cell/peer.ts';
import { quantile } from './cell/quantile.ts';
import { openLearner } from './cell/socket.ts';

const rounds = 6;
const runs = 50;
/** Before anything counts, for both: a server and a kernel that have been in use have compiled their own code. */
const runsToWarmUp = 200;

const rounded = (value: number): number => Number(value.toFixed(2));

async function measure(url: string) {
  const learner = await openLearner(url);
  const start = await learner.starts(7);
  const memory = await learner.memory();
  await learner.runs(runsToWarmUp);
  const own: number[] = [];
  const others: number[] = [];
  const peer = await startPeer(3);
  await peer?.runs(runsToWarmUp);
  // By turns: what else the machine does then meets both.
  for (let round = 0; round < rounds; round += 1) {
    own.push(...(await learner.runs(runs)));
    if (peer) others.push(...(await peer.runs(runs)));
  }
  peer?.close();
  learner.close();
  return { start, memory, run: own, page: await measurePage(url, rounds * runs), peer, peerRun: others };
}

const workbook = await startWorkbook();
const { start, memory, run, page, peer, peerRun } = await measure(workbook.url).finally(() =>
  workbook.close(),
);
const peerUsual = peer && quantile(peerRun, 0.5);
const peerSlow = peer && quantile(peerRun, 0.95);

function metric(name: string, unit: string, value: number, peerValue?: number): Metric {
  const own = { name, value: rounded(value), unit };
  if (peer === undefined || peerValue === undefined) return own;
  return { ...own, peer: peer.name, peerValue: rounded(peerValue), ratio: rounded(peerValue / value) };
}

const metrics: Metric[] = [
  metric('kernel-start-ms', 'ms', quantile(start, 0.5), peer?.start),
  metric('warm-cell-p50-ms', 'ms', quantile(page.shown, 0.5), peerUsual),
  metric('warm-cell-p95-ms', 'ms', quantile(page.shown, 0.95), peerSlow),
  metric('warm-cell-painted-p50-ms', 'ms', quantile(page.painted, 0.5)),
  metric('warm-run-p50-ms', 'ms', quantile(run, 0.5), peerUsual),
  metric('warm-run-p95-ms', 'ms', quantile(run, 0.95), peerSlow),
  metric('learner-memory-mb', 'MiB', memory, peer?.memory),
];

if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'cell', machine, metrics }));
else {
  console.log(`A cell in its kernel\n${machine}\n`);
  for (const { name, value, unit, peer: other, peerValue, ratio } of metrics) {
    const beside = other ? `   ${other}: ${peerValue} ${unit}, ours is ${ratio} × better` : '';
    console.log(`${name.padEnd(24)} ${String(value).padStart(8)} ${unit}${beside}`);
  }
}
