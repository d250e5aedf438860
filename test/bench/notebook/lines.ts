import type { Browser, CDPSession } from 'playwright-core';
import { z } from 'zod';
import { screens } from '../../support/browser.ts';
import { cellNumber, openManyCells } from './many-cells.ts';

const lines = 10_000;

const traced = z.object({
  name: z.string(),
  cat: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  dur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).loose().optional(),
});

/** The longest task of the page's main thread in a trace, in milliseconds. */
function longestTask(events: readonly unknown[]): number {
  const all = events.map((event) => traced.safeParse(event)).flatMap(({ data }) => (data ? [data] : []));
  const main = all.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const isMain = ({ pid, tid }: { pid: number; tid: number }) =>
    main.some((thread) => thread.pid === pid && thread.tid === tid);
  const tasks = all.filter((event) => event.name.endsWith('RunTask') && isMain(event));
  if (tasks.length === 0) throw new Error('The trace has no task of the page in it.');
  return Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000;
}

async function trace(devtools: CDPSession, work: () => Promise<void>): Promise<unknown[]> {
  const events: unknown[] = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await devtools.send('Tracing.start', {
    traceConfig: {
      includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
    },
    transferMode: 'ReportEvents',
  });
  await work();
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.end');
  await complete;
  return events;
}

/** A cell that prints 10,000 lines: milliseconds from its start until all is painted, and of the longest task. */
export async function measureLines(
  browser: Browser,
  url: string,
): Promise<{ painted: number; longestTask: number }> {
  const page = await (await browser.newContext(screens.desktop)).newPage();
  const lesson = await openManyCells(page, url, 15);
  const name = cellNumber(0);
  await lesson.run(name);
  const cell = lesson.cell(name);
  await cell.locator('.cell-code').click();
  await cell.locator('.monaco-editor').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(
    `for (let line = 1; line <= ${lines}; line += 1) console.log(\`line \${line} of a long output\`);`,
  );
  // The editor's own work on the new text is not what is measured.
  await page.waitForTimeout(1500);
  const devtools = await page.context().newCDPSession(page);
  let painted = 0;
  const events = await trace(devtools, async () => {
    const begin = performance.now();
    await page.keyboard.press('Control+Enter');
    await lesson.ended(name);
    await lesson.output(name).getByText(`line ${lines} of a long output`).first().waitFor();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    painted = performance.now() - begin;
  });
  await page.context().close();
  return { painted, longestTask: longestTask(events) };
}
