import { startBrowser } from '../../support/browser.ts';
import { startWorkbook } from '../../support/workbook.ts';

/** How the explorer follows the mouse: frames in a second, and the longest in milliseconds. */
export interface ExplorerFigures {
  framesPerSecond: number;
  longestFrame: number;
}

/** How long the mouse goes round on the map, in milliseconds, after it has done so for a while. */
const DURATION = 4000;
const WARM_UP = 1500;

/** Moves a mouse round on the map with every frame, each time to another c; resolves to the frames' times. */
async function ride(duration: number): Promise<number[]> {
  const map = document.querySelector('julia-explorer .explorer-map');
  if (!map) throw new Error('There is no map.');
  const { left, top, width, height } = map.getBoundingClientRect();
  const times: number[] = [];
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const begun = await frame();
  for (let now = begun; now < begun + duration; now = await frame()) {
    times.push(now);
    const angle = (now - begun) / 700;
    map.dispatchEvent(
      new PointerEvent('pointermove', {
        pointerType: 'mouse',
        clientX: left + width * (0.5 + 0.3 * Math.cos(angle)),
        clientY: top + height * (0.5 + 0.3 * Math.sin(angle)),
      }),
    );
  }
  return times;
}

/** Measures the explorer of the lesson *Deploy faafo*, in the Chromium that npm brings. */
export async function measureExplorer(): Promise<ExplorerFigures> {
  const workbook = await startWorkbook();
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${workbook.url}/en/openstack/deploy-faafo/`);
    await page.locator('julia-explorer').scrollIntoViewIfNeeded();
    await page.locator('julia-explorer[data-drawn]').waitFor();
    await page.evaluate(ride, WARM_UP);
    const times = await page.evaluate(ride, DURATION);
    const frames = times.slice(1).map((time, k) => time - (times[k] ?? 0));
    return {
      framesPerSecond: (1000 * frames.length) / frames.reduce((sum, frame) => sum + frame, 0),
      longestFrame: Math.max(...frames),
    };
  } finally {
    await browser.close();
    await workbook.close();
  }
}
