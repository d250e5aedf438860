import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { screens, startBrowser } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';

const FIRST = '/en/openstack/your-first-server/';
const LAST = '/en/openstack/deploy-faafo/';
const NOTEBOOK = '/en/workbook/how-this-notebook-works/';

let workbook: RunningWorkbook;
let browser: Browser;
beforeAll(async () => {
  workbook = await startWorkbook();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await workbook?.close();
});

/** Each look in which a page is read. */
const looks = (['desktop', 'phone'] as const).flatMap((screen) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ screen, colorScheme })),
);

describe.each(looks)(
  'on a $screen, $colorScheme, axe finds nothing wrong with',
  ({ screen, colorScheme }) => {
    let context: BrowserContext;
    let page: Page;
    let lesson: LessonPage;
    const open = async (path: string): Promise<void> => {
      await page.goto(`${workbook.url}${path}`);
    };
    const isSound = async (): Promise<void> => expect(await accessibilityFaults(page)).toEqual([]);

    beforeAll(async () => {
      context = await browser.newContext({ ...screens[screen], colorScheme, reducedMotion: 'reduce' });
      page = await context.newPage();
      lesson = new LessonPage(page);
    });
    afterAll(() => context?.close());

    test.each(['/en/', '/en/no-such-page/', LAST, NOTEBOOK])('%s', async (path) => {
      await open(path);
      await isSound();
    });

    test('a lesson that is untouched, in which a cell ran, in which one runs, in which one failed', {
      timeout: 120_000,
    }, async () => {
      await open(FIRST);
      await lesson.isReady('connect');
      await isSound();
      expect(await lesson.run('connect')).toBe('ok');
      await isSound();
      await write(page, lesson, 'await new Promise(() => setInterval(() => {}, 1000))');
      await lesson.cell('connect').getByRole('button', { name: 'Run', exact: true }).click();
      await lesson.reaches('connect', ['running']);
      await isSound();
      await lesson.cell('connect').getByRole('button', { name: 'Interrupt' }).click();
      await lesson.ended('connect');
      await write(page, lesson, 'const nothing = undefined;\nnothing.name');
      expect(await lesson.run('connect')).toBe('error');
      await isSound();
    });
  },
);

/** Replaces the text of the first cell, by the keyboard. */
async function write(page: Page, lesson: LessonPage, text: string): Promise<void> {
  const code = lesson.cell('connect').locator('.cell-code');
  const open = code.locator('.cm-content, .view-lines');
  const focused = code.locator('.monaco-editor.focused, .cm-editor.cm-focused');
  // A tap may come while the page still moves; an open editor may have keys of its own beside the text.
  for (let tries = 0; tries < 10 && (await focused.count()) === 0; tries += 1) {
    await ((await open.count()) > 0 ? open.first() : code).click();
    await focused.waitFor({ timeout: 3000 }).catch(() => undefined);
  }
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
}
