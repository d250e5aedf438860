import { readFile } from 'node:fs/promises';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { faultsOf, openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const MINUTE = 60_000;
const CELL = 'connect';

/** What cells show, each kind as its reader meets it. */
describe('the outputs of a cell', () => {
  const scene = openScene();
  let context: BrowserContext;
  let page: Page;
  let lesson: LessonPage;
  let faults: string[];

  beforeAll(async () => {
    context = await scene.browser.newContext({
      ...screens.desktop,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    faults = faultsOf(page);
    lesson = new LessonPage(page);
    await page.goto(`${scene.url}${LESSON}`);
    await lesson.isReady(CELL);
  }, 2 * MINUTE);

  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  const output = (): Locator => lesson.output(CELL);
  /** Writes a text in place of the cell's, runs it, and sees it end well. */
  const show = async (code: string): Promise<void> => {
    const state = await lesson.runText(CELL, code);
    expect(state, (await output().textContent()) ?? '').toBe('ok');
  };
  const rows = (): Promise<string[]> => output().locator('tbody tr').allTextContents();

  /** Takes an output away by its button, as a file. */
  async function download(
    kind: string,
    place = output(),
  ): Promise<{ name: string; text: string; bytes: Buffer }> {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      place
        .getByRole('button', { name: `Download as ${kind}` })
        .first()
        .click(),
    ]);
    const bytes = await readFile(await file.path());
    return { name: file.suggestedFilename(), text: bytes.toString('utf8'), bytes };
  }

  test(
    'a table of 100,000 records is turned over page by page, and sorted by any column',
    async () => {
      const code = 'Array.from({ length: 100_000 }, (_, i) => ({ id: i, half: (100_000 - i) / 2 }))';
      await show(code);
      await output().getByText('1–25 of 100,000').waitFor();
      expect(await rows()).toHaveLength(25);
      await output().getByRole('button', { name: 'Last page' }).click();
      await output().getByText('99,976–100,000 of 100,000').waitFor();
      expect((await rows()).at(-1)).toContain('99999');
      await output().getByRole('button', { name: 'half' }).click();
      await expect.poll(async () => (await rows())[0]).toContain('99999');
      expect(await output().getByRole('columnheader', { name: 'half' }).getAttribute('aria-sort')).toBe(
        'ascending',
      );
      await output().getByRole('button', { name: 'half' }).press('Enter');
      await expect.poll(async () => (await rows())[0]).toContain('50000');
    },
    3 * MINUTE,
  );

  test(
    'a table is downloaded as CSV with all its rows, in which nothing is a formula',
    async () => {
      const code = `[{ name: 'a, "b"', sum: '=1+1', n: -2 }, { name: 'x', sum: '@SUM(1)', n: 3 }]`;
      await show(code);
      const { name, text } = await download('CSV');
      expect(name).toBe('connect.csv');
      expect(text).toBe('\ufeffname,sum,n\r\n"a, ""b""",\'=1+1,-2\r\nx,\'@SUM(1),3\r\n');
      await show('console.table(Array.from({ length: 3000 }, (_, i) => ({ i })))');
      expect((await download('CSV')).text.trim().split('\r\n')).toHaveLength(3001);
    },
    3 * MINUTE,
  );

  test(
    'what the kernel no longer has is said to be gone, and the first rows stay',
    async () => {
      await show('Array.from({ length: 5000 }, (_, i) => ({ i }))');
      await page.getByRole('button', { name: 'Restart', exact: true }).click();
      await page.getByRole('button', { name: 'Restart', exact: true }).last().click();
      await output().getByRole('button', { name: 'Next page' }).click();
      await output().getByText('26–50 of 5,000').waitFor();
      await output().getByRole('button', { name: 'Last page' }).click();
      await output()
        .getByText(/Only the first 500 rows are kept/)
        .waitFor({ timeout: MINUTE });
    },
    3 * MINUTE,
  );

  test(
    'a million entries unfold in stretches, numbered as in the whole',
    async () => {
      const code = `({ map: new Map(Array.from({ length: 1e6 }, (_, i) => [i, -i])), list: new Float64Array(1e6) })`;
      await show(code);
      await output()
        .getByRole('button', { name: /^\{ map: Map\(1000000\)/ })
        .click();
      await output()
        .getByRole('button', { name: /^map: Map/ })
        .click();
      await output().getByRole('button', { name: '999000 … 999999' }).click();
      await output().getByText('999999: {999999 => -999999}').waitFor();
    },
    3 * MINUTE,
  );

  test(
    'classes, errors and promises unfold, and a value is downloaded as JSON',
    async () => {
      const code = `({ cls: class A { static s = 1; get g() { return 1; } m() {} }, failed: new Error('no', { cause: 'x' }), later: Promise.resolve(5), big: 10n })`;
      await show(code);
      await output()
        .getByRole('button', { name: /^\{ cls/ })
        .click();
      await output()
        .getByRole('button', { name: /^cls: class A/ })
        .click();
      await output().getByText('s: 1').waitFor();
      await output().getByText('g: (getter)').waitFor();
      await output()
        .getByRole('button', { name: /^later: Promise/ })
        .click();
      await output().getByText('[[PromiseResult]]: 5', { exact: true }).waitFor();
      const { name, text } = await download('JSON');
      expect(name).toBe('connect.json');
      expect(JSON.parse(text)).toMatchObject({ failed: { name: 'Error', message: 'no' }, big: '10' });
    },
    3 * MINUTE,
  );

  test(
    'a long text is folded to its head and its tail, unfolds whole, and is copied whole',
    async () => {
      await show(`for (let i = 1; i <= 9980; i++) console.log('line', i);`);
      await output().getByText('line 9980').waitFor();
      expect(await output().textContent()).not.toContain('line 5000');
      await output().getByRole('button', { name: 'Show all 9,980 lines' }).press('Enter');
      await expect.poll(() => output().textContent()).toContain('line 5000');
      await expect.poll(() => output().textContent()).toContain('line 9980');
      await output().getByRole('button', { name: 'Copy' }).click();
      // A page may write the clipboard a moment after the click.
      await expect.poll(async () => (await copied()).trim().split('\n').length).toBe(9980);
      await output().getByRole('button', { name: 'Show fewer lines' }).click();
      expect(await output().textContent()).not.toContain('line 5000');
    },
    3 * MINUTE,
  );

  test(
    'colours of a terminal: sixteen, 256, any, and struck through; a line is written over',
    async () => {
      const code = `console.log('\\x1b[38;5;208mA\\x1b[0m\\x1b[48;2;1;2;3mB\\x1b[0m\\x1b[9mC\\x1b[0m\\n10 %\\rdone')`;
      await show(code);
      const style = (text: string, name: 'color' | 'backgroundColor' | 'textDecorationLine') =>
        output()
          .getByText(text, { exact: true })
          .evaluate((span, key) => getComputedStyle(span)[key], name);
      expect(await style('A', 'color')).toBe('rgb(255, 135, 0)');
      expect(await style('B', 'backgroundColor')).toBe('rgb(1, 2, 3)');
      expect(await style('C', 'textDecorationLine')).toBe('line-through');
      expect(await output().textContent()).toContain('done');
      expect(await output().textContent()).not.toContain('10 %');
    },
    3 * MINUTE,
  );

  test(
    'bars and displays are drawn anew in their place, and only their last state is kept',
    async () => {
      const code = `import { display, pixels, progress } from 'workbook';
const bar = progress('Fetching', 4000);
const shown = display('first');
const picture = pixels(40, 20, { alt: 'a red square' });
for (let i = 0; i < 4000; i++) { bar.advance(); if (i % 100 === 0) await null; }
for (let i = 0; i < 500; i++) shown.update({ step: i });
for (let y = 0; y < 20; y++) for (let x = 0; x < 40; x++) picture.set(x, y, 255, 0, 0);
'end'`;
      await show(code);
      await output().getByText('"end"').waitFor();
      expect(
        await output()
          .getByRole('progressbar', { name: /Fetching/ })
          .getAttribute('value'),
      ).toBe('1');
      await output().getByText('{ step: 499 }').waitFor();
      expect(await output().getByText('first').count()).toBe(0);
      const red = () =>
        output()
          .getByRole('img', { name: 'a red square' })
          .evaluate(async (image) => {
            if (!(image instanceof HTMLImageElement)) return [];
            await image.decode();
            const context = new OffscreenCanvas(40, 20).getContext('2d');
            context?.drawImage(image, 0, 0);
            return [...(context?.getImageData(39, 19, 1, 1).data ?? [])];
          });
      await expect.poll(red).toEqual([255, 0, 0, 255]);
      const before = await output().textContent();
      await page.reload();
      await lesson.reaches(CELL, ['ok']);
      await expect.poll(() => output().textContent()).toBe(before);
      await expect.poll(red).toEqual([255, 0, 0, 255]);
    },
    3 * MINUTE,
  );

  test(
    'a plot is drawn, follows the page’s ink, and is downloaded as PNG and as SVG',
    async () => {
      const code = `import * as Plot from '@observablehq/plot';
import { plot } from 'workbook';
await plot({ marks: [Plot.barY([{ x: 'a', y: 3 }, { x: 'b', y: 5 }], { x: 'x', y: 'y' })] })`;
      await show(code);
      await output().locator('svg rect').first().waitFor();
      expect(await output().locator('svg rect').count()).toBe(2);
      const { bytes } = await download('PNG');
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      expect((await download('SVG')).text).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    },
    3 * MINUTE,
  );

  test(
    'pixels and Markdown are shown as what they are; links open beside the lesson',
    async () => {
      const code = `import { display, markdown } from 'workbook';
display({ width: 2, height: 1, data: new Uint8ClampedArray([0, 0, 255, 255, 0, 0, 255, 255]) });
markdown('# Heading\\n\\n[out](https://example.org) and *more*\\n\\n| a |\\n|---|\\n| 1 |');`;
      await show(code);
      await output().getByRole('heading', { name: 'Heading' }).waitFor();
      const link = output().getByRole('link', { name: 'out' });
      expect(await link.getAttribute('target')).toBe('_blank');
      expect(await link.getAttribute('rel')).toContain('noopener');
      expect(await output().getByRole('cell', { name: '1' }).count()).toBe(1);
      expect(await output().locator('img[width="2"]').count()).toBe(1);
    },
    3 * MINUTE,
  );

  test('no script of the page has failed on the way', () => {
    expect(faults).toEqual([]);
  });
});
