/**
 * How quickly a kernel is there and a cell answers, in the browser and at the socket of the whole server, and
 * what an idle learner costs, beside ipykernel driven through jupyter_client where it is installed (which has
 * no browser and no server to go through). `npm run --silent bench -- cell [--json]`
 */
import { metric, printMetrics } from '../support/metrics.ts';
import { startWorkbook } from '../support/workbook.ts';
import { measureKernels } from './cell/kernels.ts';
import { measurePage } from './cell/page.ts';
import { quantile } from './cell/quantile.ts';

const workbook = await startWorkbook();
const { kernels, page } = await measure().finally(() => workbook.close());

async function measure() {
  return {
    kernels: await measureKernels(workbook.url, ['ipykernel']),
    page: await measurePage(workbook.url, 300),
  };
}

const [peer] = kernels.peers;
const beside = (value: number | undefined) =>
  peer && value !== undefined ? { name: peer.name, value } : undefined;
const usual = beside(peer && quantile(peer.runs, 0.5));
const slow = beside(peer && quantile(peer.runs, 0.95));

printMetrics('cell', 'A cell in its kernel', [
  metric('kernel-start-ms', 'ms', quantile(kernels.starts, 0.5), beside(peer?.start)),
  metric('warm-cell-p50-ms', 'ms', quantile(page.shown, 0.5), usual),
  metric('warm-cell-p95-ms', 'ms', quantile(page.shown, 0.95), slow),
  metric('warm-cell-painted-p50-ms', 'ms', quantile(page.painted, 0.5)),
  metric('warm-run-p50-ms', 'ms', quantile(kernels.runs, 0.5), usual),
  metric('warm-run-p95-ms', 'ms', quantile(kernels.runs, 0.95), slow),
  metric('learner-memory-mb', 'MiB', kernels.memory, beside(peer?.memory)),
]);
