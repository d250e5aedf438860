import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { screens } from '../../support/browser.ts';
import { cellNumber, openManyCells } from './many-cells.ts';

/** kB of JavaScript, each file compressed, that a lesson of 15 cells loads before a cell is touched. */
export async function measureScripts(browser: Browser, url: string): Promise<number> {
  const page = await (await browser.newContext(screens.desktop)).newPage();
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    sizes.push(response.body().then((body) => gzipSync(body).length));
  });
  await openManyCells(page, url, 15);
  await page.waitForLoadState('networkidle');
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await page.context().close();
  return total / 1000;
}

/**
 * The slow phone of Lighthouse: 4 times slower than this machine, on a line of 150 ms and 1.6 Mbit/s
 * (https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md).
 */
const slowLine = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (0.75 * 1024 * 1024) / 8,
};
const slowdown = 4;

const timing = z.object({ painted: z.number(), loaded: z.number() });

/** Milliseconds until a lesson's largest part is painted on that phone, and until the network had brought it. */
export async function measureFirstLook(browser: Browser, url: string): Promise<z.infer<typeof timing>> {
  const page = await (await browser.newContext(screens.phone)).newPage();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', slowLine);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await openManyCells(page, url, 15);
  const cell = page.locator(`run-cell[name="${cellNumber(0)}"]`);
  await cell.waitFor();
  const figures = await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const painted = list.getEntries().at(-1)?.startTime ?? Number.NaN;
          const parts = [
            ...performance.getEntriesByType('navigation'),
            ...performance.getEntriesByType('resource'),
          ];
          // What the first picture needs: the page itself, and what blocks it.
          const needed = parts.flatMap((part) => {
            if (!(part instanceof PerformanceResourceTiming)) return [];
            const blocks = 'renderBlockingStatus' in part && part.renderBlockingStatus === 'blocking';
            return part.entryType === 'navigation' || blocks ? [part.responseEnd] : [];
          });
          resolve({ painted, loaded: Math.max(...needed) });
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  await page.context().close();
  return timing.parse(figures);
}
