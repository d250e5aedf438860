/**
 * The notebook as its users feel it: cells beside those of Jupyter's kernels, a class at once, long output, the
 * first look at a lesson, typing, completion, interrupts. `npm run --silent bench -- notebook [--json]`
 * takes about seven minutes.
 */
import { startBrowser } from '../support/browser.ts';
import { type Metric, metric, printMetrics } from '../support/metrics.ts';
import { startWorkbook } from '../support/workbook.ts';
import { type KernelFigures, measureKernels } from './cell/kernels.ts';
import { measurePage, type PageFigures } from './cell/page.ts';
import { quantile } from './cell/quantile.ts';
import { measureClassroom } from './notebook/classroom.ts';
import { measureInterrupts } from './notebook/interrupt.ts';
import { measureLines } from './notebook/lines.ts';
import { measureFirstLook, measureScripts } from './notebook/page-load.ts';
import { measureCompletion, measureTyping } from './notebook/typing.ts';

/** What takes minutes says so meanwhile, where it does not disturb the figures. */
const say = (what: string): boolean => process.stderr.write(`measuring ${what} …\n`);

function kernelMetrics(kernels: KernelFigures, page: PageFigures): Metric[] {
  const shown = quantile(page.shown, 0.5);
  const run = quantile(kernels.runs, 0.5);
  const start = quantile(kernels.starts, 0.5);
  return kernels.peers.flatMap(({ name, ...peer }) => {
    const usual = { name, value: quantile(peer.runs, 0.5) };
    return [
      metric('warm-cell-p50-ms', 'ms', shown, usual),
      metric('warm-run-p50-ms', 'ms', run, usual),
      metric('kernel-start-ms', 'ms', start, { name, value: peer.start }),
    ];
  });
}

async function pageMetrics(url: string): Promise<Metric[]> {
  const browser = await startBrowser();
  try {
    say('10,000 lines');
    const lines = await measureLines(browser, url);
    say('the first look at a lesson');
    const scripts = await measureScripts(browser, url);
    const look = await measureFirstLook(browser, url);
    say('typing, completion, interrupts');
    const typing = await measureTyping(browser, url);
    const completion = await measureCompletion(browser, url);
    const interrupts = await measureInterrupts(browser, url);
    return [
      metric('lines-10000-paint-ms', 'ms', lines.painted),
      metric('lines-10000-longest-task-ms', 'ms', lines.longestTask),
      metric('lesson-js-kb', 'kB', scripts),
      metric('lesson-lcp-ms', 'ms', look.painted),
      metric('lesson-lcp-network-ms', 'ms', look.loaded),
      metric('typing-p95-ms', 'ms', quantile(typing, 0.95)),
      metric('completion-p95-ms', 'ms', quantile(completion, 0.95)),
      metric('interrupt-p95-ms', 'ms', quantile(interrupts, 0.95)),
    ];
  } finally {
    await browser.close();
  }
}

async function classMetrics(learners: number): Promise<Metric[]> {
  say(`${learners} learners for a minute`);
  const { runs, errors, memory } = await measureClassroom(learners);
  const [first] = errors;
  if (first !== undefined) process.stderr.write(`  ${errors.length} errors, the first: ${first}\n`);
  const name = `learners-${learners}`;
  return [
    metric(`${name}-p50-ms`, 'ms', quantile(runs, 0.5)),
    metric(`${name}-p95-ms`, 'ms', quantile(runs, 0.95)),
    metric(`${name}-errors`, 'errors', errors.length),
    metric(`${name}-memory-mb`, 'MiB', memory),
  ];
}

async function measure(): Promise<Metric[]> {
  const workbook = await startWorkbook();
  try {
    say('cells');
    const kernels = await measureKernels(workbook.url, ['ipykernel', 'deno']);
    const page = await measurePage(workbook.url, 300);
    return [...kernelMetrics(kernels, page), ...(await pageMetrics(workbook.url))];
  } finally {
    await workbook.close();
  }
}

const metrics = await measure();
for (const learners of [1, 10, 30, 100]) metrics.push(...(await classMetrics(learners)));
printMetrics('notebook', 'The notebook', metrics);
