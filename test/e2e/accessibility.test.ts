import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { progressWords } from '../../src/words/progress.ts';
import { faultsByDayAndNight, stillContext } from '../support/accessibility.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const FIRST = '/en/openstack/your-first-server/';
const LAST = '/en/openstack/deploy-faafo/';
const NOTEBOOK = '/es/workbook/how-this-notebook-works/';
const CELL = 'run-cell[name="connect"], lesson-toolbar';
const MINUTE = 60_000;

const scene = openScene();

/** Each page as it is opened, and the states of a lesson; each test goes on where the last one stopped. */
describe.each(['desktop', 'phone'] as const)('on a %s, axe finds nothing wrong with', (screen) => {
  let context: BrowserContext;
  let page: Page;
  let lesson: LessonPage;
  const open = async (path: string): Promise<void> => {
    await page.goto(`${scene.url}${path}`);
  };
  const isSound = async (within?: string): Promise<void> =>
    expect(await faultsByDayAndNight(page, within)).toEqual([]);

  beforeAll(async () => {
    context = await stillContext(scene.browser, screen, scene);
    page = await context.newPage();
    lesson = new LessonPage(page);
  });
  afterAll(() => context?.close());

  test.each(['/en/', '/es/', '/en/no-such-page/', '/en/my-work/', LAST, NOTEBOOK, '/embed/demo/'])(
    '%s',
    async (path) => {
      await open(path);
      await isSound();
    },
  );

  test('a lesson that is untouched, in which a cell ran, in which one runs, in which one failed', {
    timeout: 2 * MINUTE,
  }, async () => {
    await open(FIRST);
    await lesson.isReady('connect');
    await isSound();
    expect(await lesson.run('connect')).toBe('ok');
    await isSound(CELL);
    await write(page, lesson, 'await new Promise(() => setInterval(() => {}, 1000))');
    await lesson.cell('connect').getByRole('button', { name: 'Run', exact: true }).click();
    await lesson.reaches('connect', ['running']);
    await isSound(CELL);
    await lesson.cell('connect').getByRole('button', { name: 'Interrupt' }).click();
    await lesson.ended('connect');
    await write(page, lesson, 'const nothing = undefined;\nnothing.name');
    expect(await lesson.run('connect')).toBe('error');
    await isSound(CELL);
  });

  test('all the work of a learner, in both languages, and the question before it is deleted', {
    timeout: MINUTE,
  }, async () => {
    for (const language of ['en', 'es'] as const) {
      const words = progressWords(language);
      await open(`/${language}/my-work/`);
      await page.getByText(words.details).press('Enter');
      await page.getByRole('table').first().waitFor();
      const button = page.getByRole('button', { name: words.deleteAll });
      await button.press('Enter');
      await page.getByRole('alertdialog').waitFor();
      await isSound();
      await page.keyboard.press('Escape');
      await expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true);
    }
  });

  test('a lesson whose server is gone', { timeout: MINUTE }, async () => {
    await open(FIRST);
    await lesson.isReady('connect');
    await scene.workbook.kill();
    await page.getByText('The connection is lost.').waitFor();
    await isSound();
    await scene.startAgain();
    await lesson.isReady('connect');
  });
});

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
