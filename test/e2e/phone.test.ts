import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const MINUTE = 60_000;

describe('the book on a phone', () => {
  const scene = openScene();

  const theme = (page: Page) => page.locator('html').getAttribute('data-theme');

  test.each(['/en/', '/nowhere/'])('at %s lets its reader choose the theme, which stays', async (path) => {
    const context = await scene.browser.newContext({ ...screens.phone, colorScheme: 'light' });
    const page = await context.newPage();
    await page.goto(`${scene.url}${path}`);
    expect(await theme(page)).toBe('light');
    await page.getByRole('combobox', { name: 'Select theme' }).selectOption('dark');
    expect(await theme(page)).toBe('dark');
    await page.reload();
    expect(await theme(page)).toBe('dark');
    await context.close();
  });

  test('at a lesson has one switch, in the menu', async () => {
    const context = await scene.browser.newContext(screens.phone);
    const page = await context.newPage();
    await page.goto(`${scene.url}/en/openstack/deploy-faafo/`);
    const switches = page.getByRole('combobox', { name: 'Select theme' });
    expect(await switches.count()).toBe(0);
    await page.getByRole('button', { name: 'Menu' }).click();
    expect(await switches.count()).toBe(1);
    await context.close();
  });

  describe('an editor for fingers', { timeout: 2 * MINUTE }, () => {
    let context: BrowserContext;
    let page: Page;
    let lesson: LessonPage;

    beforeEach(async () => {
      context = await scene.browser.newContext(screens.phone);
      page = await context.newPage();
      await page.goto(`${scene.url}/en/openstack/your-first-server/`);
      lesson = new LessonPage(page);
      await lesson.isReady('connect');
      return () => context.close();
    });

    const field = (cell: string) =>
      lesson.cell(cell).getByRole('textbox', { name: `Code of the cell ${cell}` });

    /** Touches a cell's code and goes to its end, on a line of its own. */
    async function edit(cell: string): Promise<void> {
      await lesson.cell(cell).locator('.cell-code').tap();
      await field(cell).waitFor();
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Enter');
    }

    test('is light, coloured, and asks the keyboard of the device for no help with code', async () => {
      const loaded: string[] = [];
      page.on('request', (request) => loaded.push(request.url()));
      await edit('connect');
      expect(loaded.filter((url) => /monaco|cell-worker|editor\.(api|worker)/.test(url))).toEqual([]);
      expect(await lesson.cell('connect').locator('.tok-keyword').count()).toBeGreaterThan(0);
      for (const [attribute, value] of [
        ['autocapitalize', 'off'],
        ['autocorrect', 'off'],
        ['spellcheck', 'false'],
        ['inputmode', 'text'],
      ] as const) {
        expect(await field('connect').getAttribute(attribute)).toBe(value);
      }
      const size = await field('connect').evaluate((element) => getComputedStyle(element).fontSize);
      expect(Number.parseFloat(size)).toBeGreaterThanOrEqual(16);
    });

    test('runs by the keys of every notebook, and shows where a run failed', async () => {
      await edit('connect');
      await page.keyboard.type("console.log('by finger');");
      await page.keyboard.press('Shift+Enter');
      expect(await lesson.ended('connect')).toBe('ok');
      expect(await lesson.output('connect').textContent()).toContain('by finger');
      await edit('connect');
      await page.keyboard.type('noSuchName;');
      expect(await lesson.run('connect')).toBe('error');
      await expect
        .poll(() => lesson.cell('connect').locator('.cm-lintRange-error').allTextContents())
        .toEqual(['noSuchName']);
    });

    test('completes what earlier cells declare and what a module exports', async () => {
      await edit('connect');
      await page.keyboard.type('const ceiling = 3;');
      await edit('services');
      await page.keyboard.type('ceil');
      const list = page.getByRole('listbox');
      await list.getByText('ceiling').tap();
      await expect.poll(() => field('services').textContent()).toContain('ceiling');
      await page.keyboard.type(";\nimport {} from '@observablehq/plot';");
      for (const _letter of "} from '@observablehq/plot';") await page.keyboard.press('ArrowLeft');
      await page.keyboard.type('bar');
      await list.getByRole('option', { name: 'barX', exact: true }).first().waitFor();
      const height = await list
        .getByRole('option')
        .first()
        .evaluate((one) => one.getBoundingClientRect().height);
      expect(height).toBeGreaterThanOrEqual(44);
    });

    test('undoes after a reload, by a key that a finger can press', async () => {
      await edit('connect');
      await page.keyboard.type('// mine');
      await page.reload();
      await lesson.isReady('connect');
      await lesson.cell('connect').locator('.cell-code').tap();
      await expect.poll(() => field('connect').textContent()).toContain('// mine');
      const undo = lesson.cell('connect').getByRole('button', { name: 'Undo' });
      const box = await undo.boundingBox();
      expect(Math.min(box?.height ?? 0, box?.width ?? 0)).toBeGreaterThanOrEqual(44);
      await undo.tap();
      await expect.poll(() => field('connect').textContent()).not.toContain('// mine');
      await lesson.cell('connect').getByText('edited').waitFor({ state: 'detached' });
    });

    test('offers nothing of a cell that is smaller than a finger, and never scrolls sideways', async () => {
      await edit('connect');
      const buttons = lesson.cell('connect').locator('button:visible');
      for (const button of await buttons.all()) {
        const box = await button.boundingBox();
        expect([await button.textContent(), Math.min(box?.width ?? 0, box?.height ?? 0) >= 44]).toEqual([
          await button.textContent(),
          true,
        ]);
      }
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(sideways).toBeLessThanOrEqual(0);
    });
  });
});
