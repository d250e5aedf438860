/**
 * The notebook as its users feel it: cells beside those of Jupyter's kernels, a class at once, long output, the
 * first look at a lesson, typing, completion, interrupts. `npm run --silent bench -- notebook [--json]`
 * takes about seven minutes; `--only=scripts,completion` measures only these parts of it, named as below.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
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

/** What a browser shows, each part by the name under which it is measured alone. */
const pageParts: Record<string, (browser: Browser, url: string) => Promise<Metric[]>> = {
  async lines(browser, url) {
    const { painted, longestTask } = await measureLines(browser, url);
    return [
      metric('lines-10000-paint-ms', 'ms', painted),
      metric('lines-10000-longest-task-ms', 'ms', longestTask),
    ];
  },
  async scripts(browser, url) {
    return [metric('lesson-js-kb', 'kB', await measureScripts(browser, url))];
  },
  async look(browser, url) {
    const { painted, loaded } = await measureFirstLook(browser, url);
    return [metric('lesson-lcp-ms', 'ms', painted), metric('lesson-lcp-network-ms', 'ms', loaded)];
  },
  async typing(browser, url) {
    return [metric('typing-p95-ms', 'ms', quantile(await measureTyping(browser, url), 0.95))];
  },
  async completion(browser, url) {
    return [metric('completion-p95-ms', 'ms', quantile(await measureCompletion(browser, url), 0.95))];
  },
  async interrupts(browser, url) {
    return [metric('interrupt-p95-ms', 'ms', quantile(await measureInterrupts(browser, url), 0.95))];
  },
};

async function measurePageParts(names: readonly string[], url: string): Promise<Metric[]> {
  if (names.length === 0) return [];
  const browser = await startBrowser();
  try {
    const metrics: Metric[] = [];
    for (const name of names) {
      say(name);
      metrics.push(...((await pageParts[name]?.(browser, url)) ?? []));
    }
    return metrics;
  } finally {
    await browser.close();
  }
}

async function measureClass(learners: number): Promise<Metric[]> {
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

async function measureCells(url: string): Promise<Metric[]> {
  say('cells');
  const kernels = await measureKernels(url, ['ipykernel', 'deno']);
  return kernelMetrics(kernels, await measurePage(url, 300));
}

/** Measures the parts of these names, all on one workbook but for the classes. */
async function measure(names: readonly string[]): Promise<Metric[]> {
  const workbook = await startWorkbook();
  const metrics: Metric[] = [];
  try {
    if (names.includes('cells')) metrics.push(...(await measureCells(workbook.url)));
    const shown = Object.keys(pageParts).filter((name) => names.includes(name));
    metrics.push(...(await measurePageParts(shown, workbook.url)));
  } finally {
    await workbook.close();
  }
  if (!names.includes('learners')) return metrics;
  for (const learners of [1, 10, 30, 100]) metrics.push(...(await measureClass(learners)));
  return metrics;
}

const all = ['cells', ...Object.keys(pageParts), 'learners'];
const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });
const names = values.only?.split(',') ?? all;
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`There is no part "${unknown}". The parts are: ${all.join(', ')}.`);
printMetrics('notebook', 'The notebook', await measure(names));
