import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawingOf, hashOf, type PlaneView, viewOfHash } from '../../src/julia/plane-view.ts';
import { colourRow, drawRow } from '../sandbox-server/faafo/julia/reference.ts';
import { faultsByDayAndNight } from '../support/accessibility.ts';
import { screens, startBrowser } from '../support/browser.ts';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';

const LESSON = '/en/openstack/deploy-faafo/';
const start: PlaneView = { cx: -0.8, cy: 0.156, x: 0, y: 0, width: 3.6, iterations: 255 };

/** The part of two pictures' pixels that are the same. */
function agreement(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) return 0;
  let same = 0;
  for (let k = 0; k < one.length; k += 3) {
    if (one[k] === other[k] && one[k + 1] === other[k + 1] && one[k + 2] === other[k + 2]) same += 3;
  }
  return same / one.length;
}

describe('the explorer', { timeout: 120_000 }, () => {
  let workbook: RunningWorkbook;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let explorer: Locator;

  beforeAll(async () => {
    workbook = await startWorkbook();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await workbook?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext(screens.desktop);
    page = await context.newPage();
    explorer = page.locator('julia-explorer');
  });
  afterEach(() => context.close());

  const set = (): Locator => explorer.getByRole('application', { name: 'Julia set' });
  const map = (): Locator => explorer.getByRole('application', { name: 'Mandelbrot map' });
  const state = (): Locator => explorer.getByRole('status');
  const says = (text: RegExp): Promise<void> => state().filter({ hasText: text }).waitFor();

  async function open(hash = ''): Promise<void> {
    await page.goto(`${workbook.url}${LESSON}${hash}`);
    await explorer.scrollIntoViewIfNeeded();
    await says(/Drawn by/);
  }

  /** The pixels of the set as they are on the page. */
  async function picture(): Promise<{ width: number; height: number; rgb: Uint8Array }> {
    const { width, height, letters } = await set()
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const copy = document.createElement('canvas');
        [copy.width, copy.height] = [canvas.width, canvas.height];
        const pen = copy.getContext('2d');
        pen?.drawImage(canvas, 0, 0);
        const data = pen?.getImageData(0, 0, copy.width, copy.height).data ?? [];
        let text = '';
        for (const byte of data) text += String.fromCharCode(byte);
        return { width: copy.width, height: copy.height, letters: btoa(text) };
      });
    const rgba = Buffer.from(letters, 'base64');
    return { width, height, rgb: Uint8Array.from(rgba.filter((_, at) => at % 4 < 3)) };
  }

  /** How much of the picture is as the plain loop draws the view. */
  async function exactness(view: PlaneView): Promise<number> {
    const { width, height, rgb } = await picture();
    const drawing = drawingOf(view, { width, height });
    const rows = Array.from({ length: height }, (_, y) => colourRow(drawRow(drawing, y)));
    return agreement(rgb, Uint8Array.from(Buffer.concat(rows)));
  }

  test('is not loaded with its lesson, only when it comes into view', async () => {
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    const ofExplorer = (): string[] => loaded.filter((url) => /julia-explorer|julia-worker|\.wasm/.test(url));
    await page.goto(`${workbook.url}${LESSON}`, { waitUntil: 'networkidle' });
    expect(ofExplorer().filter((url) => url.includes('julia'))).toEqual([]);
    await explorer.scrollIntoViewIfNeeded();
    await says(/Drawn by/);
    expect(ofExplorer().join(' ')).toContain('julia-explorer');
  });

  test('says so when it cannot be loaded', async () => {
    await page.route(/julia-explorer/, (route) => route.abort());
    await page.goto(`${workbook.url}${LESSON}`);
    await explorer.scrollIntoViewIfNeeded();
    await explorer.filter({ hasText: 'could not be loaded' }).waitFor();
  });

  test('draws with WebGL what faafo draws, as far as single precision goes', async () => {
    await open();
    await explorer.getByLabel('Drawn by').selectOption('webgl2');
    await says(/c = −0\.8 \+ 0\.156i\. The picture is 3\.6 wide\. Drawn by WebGL/);
    expect(await exactness(start)).toBeGreaterThan(0.7);
  });

  test('draws on the processor what faafo draws, pixel for pixel', async () => {
    await open();
    await explorer.getByLabel('Drawn by').selectOption('processor');
    await says(/Drawn by the processor/);
    expect(await exactness(start)).toBe(1);
  });

  test('draws with something else when the browser has no WebGPU to give, or takes its WebGL away', async () => {
    await open();
    await explorer.getByLabel('Drawn by').selectOption('webgpu');
    await says(/Drawn by Web(GPU|GL)/);
    await explorer.getByLabel('Drawn by').selectOption('webgl2');
    await says(/Drawn by WebGL/);
    await set()
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
      });
    await says(/Drawn by the processor/);
    expect(await exactness(start)).toBe(1);
  });

  test('follows the mouse over the map, comes back when it leaves, and keeps a click', async () => {
    await open();
    const before = await picture();
    await map().hover({ position: { x: 60, y: 60 } });
    await says(/c = −1\.4 \+ 0\.5/);
    expect(agreement(before.rgb, (await picture()).rgb)).toBeLessThan(0.9);
    await page.mouse.move(5, 5);
    await says(/c = −0\.8 \+ 0\.156i/);
    await map().click({ position: { x: 180, y: 40 } });
    await page.mouse.move(5, 5);
    await says(/c = 0 \+ 0\.7/);
  });

  test('is moved and zoomed by keys, and says where it is', async () => {
    await open();
    await set().focus();
    for (const key of ['+', '+', 'ArrowRight', 'ArrowUp']) await page.keyboard.press(key);
    await says(/The picture is 0\.9 wide/);
    await page.keyboard.press('0');
    await says(/The picture is 3\.6 wide/);
    await map().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await says(/c = −0\.79 \+ 0\.1555i/);
  });

  test('leaves the wheel to the page until the picture has the focus', async () => {
    await open();
    const place = (): Promise<number> => page.evaluate(() => scrollY);
    await set().hover();
    const before = await place();
    await page.mouse.wheel(0, -200);
    await page.waitForFunction((from) => scrollY !== from, before);
    await set().click();
    await page.mouse.wheel(0, -200);
    await says(/The picture is 2\.55 wide/);
  });

  test('goes on in doubles where single precision ends, and takes its view from a link', async () => {
    // Beside the fixed point that drives all others away.
    const deep = { ...start, x: 1.52750311853, y: -0.07591217835, width: 1e-9, iterations: 400 };
    await open(hashOf(deep));
    await says(/The picture is 1e−9 wide\. Drawn by the processor/);
    expect(await exactness(deep)).toBe(1);
  });

  test('copies a link to what is seen', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open();
    await explorer.getByRole('button', { name: 'Zoom in' }).click();
    await explorer.getByRole('button', { name: 'Copy link' }).click();
    await says(/Link copied/);
    const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    expect(viewOfHash(link.hash)).toEqual({ ...start, width: 1.8 });
  });

  test('takes exact values, and says what is wrong with others', async () => {
    await open();
    await explorer.getByText('Exact values').click();
    const real = explorer.getByRole('textbox', { name: 'c, real part' });
    await real.fill('-0,7');
    await real.press('Enter');
    await says(/c = −0\.7 \+ 0\.156i/);
    await real.fill('much');
    await real.press('Enter');
    await explorer.getByRole('alert').filter({ hasText: 'not a number' }).waitFor();
    await real.fill('7');
    await real.press('Enter');
    await explorer.getByRole('alert').filter({ hasText: 'from -2.5 to 2.5' }).waitFor();
    await says(/c = −0\.7 \+ 0\.156i/);
  });

  test('has no fault that axe finds, by day and by night', async () => {
    // No colour is on its way to another while axe looks.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open();
    await explorer.getByText('Exact values').click();
    expect(await faultsByDayAndNight(page, 'julia-explorer')).toEqual([]);
  });

  test('keeps the colours that were chosen', async () => {
    await open();
    const before = await picture();
    await explorer.getByLabel('Colours').selectOption('grey');
    await says(/Drawn by/);
    await page.reload();
    await open();
    const { rgb } = await picture();
    expect(agreement(before.rgb, rgb)).toBeLessThan(0.2);
    expect(rgb.every((value, at) => at % 3 === 0 || value === rgb[at - 1])).toBe(true);
  });
});
