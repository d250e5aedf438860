import type { BrowserContext, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { linkToCell } from '../../src/exchange/cell-link.ts';
import { faultsByDayAndNight, stillContext } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { newLearner } from '../support/learner.ts';
import { LessonPage } from '../support/page.ts';
import { Reader } from '../support/reader.ts';
import { openScene } from '../support/scene.ts';

const MINUTE = 60_000;
const LESSON = 'openstack/your-first-server';
const CELL = 'run-cell[name="connect"]';
/** A notebook of the lesson, in which one cell is another. */
const NOTEBOOK = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { workbook: { lesson: LESSON, language: 'en' } },
  cells: [
    { cell_type: 'code', metadata: { workbook: { cell: 'services' } }, source: 'console.log("changed");' },
  ],
});

/** What opens on a lesson and closes again; each test goes on where the last one stopped, by the keyboard alone. */
describe.each(['desktop', 'phone'] as const)(
  'on a %s, axe finds nothing wrong with',
  { timeout: MINUTE },
  (screen) => {
    const scene = openScene();
    let context: BrowserContext;
    let page: Page;
    let lesson: LessonPage;

    beforeAll(async () => {
      const { cookie } = await newLearner(scene.url);
      const reader = await Reader.open(scene.url, cookie, LESSON);
      await reader.run('list-images', '1');
      reader.close();
      context = await stillContext(scene.browser, screen, { url: scene.url, cookie });
      page = await context.newPage();
      lesson = new LessonPage(page);
      const link = await linkToCell(
        `${scene.url}/en/${LESSON}/`,
        'connect',
        "console.log('from a friend');\n",
      );
      await page.goto(link ?? expect.fail('no link'));
      await lesson.isReady('connect');
    });

    const isSound = async (within: string): Promise<void> =>
      expect(await faultsByDayAndNight(page, within)).toEqual([]);
    const toolbar = (): Locator => page.locator('lesson-toolbar');
    const more = (place: Locator): Locator => place.getByRole('button', { name: 'More', exact: true });
    const hasFocus = async (element: Locator): Promise<void> =>
      expect.poll(() => element.evaluate((one) => one === document.activeElement)).toBe(true);
    /** Opens a menu and presses one of its lines. */
    const choose = async (place: Locator, entry: string): Promise<void> => {
      await more(place).press('Enter');
      await place.getByRole('menuitem', { name: entry }).press('Enter');
    };
    /** Closes what is open, and sees the focus where it was. */
    const leave = async (back: Locator): Promise<void> => {
      await page.keyboard.press('Escape');
      await hasFocus(back);
    };

    test('a suggested text, left open and taken', async () => {
      const offered = lesson.cell('connect').getByRole('region', { name: 'Suggestion for the cell connect' });
      await offered.getByText("console.log('from a friend');").waitFor();
      await isSound(CELL);
      await offered.getByRole('button', { name: 'Take it' }).press('Enter');
      await hasFocus(offered.getByRole('button', { name: 'Undo' }));
      await isSound(CELL);
      await offered.getByRole('button', { name: 'Close' }).press('Enter');
      await hasFocus(lesson.cell('connect').getByRole('button', { name: 'Run', exact: true }));
    });

    test('the menus of a cell and of the lesson', async () => {
      for (const [place, within] of [
        [lesson.cell('connect'), CELL],
        [toolbar(), 'lesson-toolbar'],
      ] as const) {
        await more(place).press('ArrowDown');
        await hasFocus(place.getByRole('menuitem').first());
        await isSound(within);
        await page.keyboard.press('ArrowUp');
        await hasFocus(place.getByRole('menuitem').last());
        await leave(more(place));
      }
    });

    test('the dialogs that show a cell’s original and the difference from it', async () => {
      const cell = lesson.cell('connect');
      for (const entry of ['Show the original', 'Show the difference']) {
        await choose(cell, entry);
        await hasFocus(page.getByRole('dialog').getByRole('button', { name: 'Close' }));
        await isSound('dialog[open]');
        await leave(more(cell));
      }
    });

    test('the list of keys', async () => {
      await choose(toolbar(), 'Keyboard shortcuts');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await isSound('dialog[open]');
      await leave(more(toolbar()));
    });

    test('what is asked before a restart, a reset of the lesson and a reset of the cloud', async () => {
      const restart = toolbar().getByRole('button', { name: 'Restart', exact: true });
      await restart.press('Enter');
      await hasFocus(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }));
      await isSound('lesson-toolbar');
      await leave(restart);
      await choose(toolbar(), 'Reset this lesson');
      await hasFocus(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }));
      await isSound('lesson-toolbar');
      await leave(more(toolbar()));
      const panel = page.locator('cloud-panel');
      if (screen === 'phone') await panel.getByRole('button', { name: /^Your cloud/ }).press('Enter');
      const reset = panel.getByRole('button', { name: 'Reset my cloud' });
      await reset.press('Enter');
      await hasFocus(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }));
      await isSound('cloud-panel');
      await leave(reset);
      if (screen === 'phone') await leave(panel.getByRole('button', { name: /^Your cloud/ }));
    });

    test('a notebook that was opened', async () => {
      const chooser = page.waitForEvent('filechooser');
      await choose(toolbar(), 'Open a notebook of this lesson');
      const buffer = Buffer.from(NOTEBOOK);
      await (await chooser).setFiles({ name: 'a.ipynb', mimeType: 'application/json', buffer });
      const offers = page.getByRole('region', { name: 'What the notebook would change' });
      await offers.getByText('1 cell').waitFor();
      await isSound('main');
      await offers.getByRole('button', { name: 'Leave all' }).press('Enter');
      await offers.waitFor({ state: 'detached' });
    });

    test('the search, with and without results', async () => {
      const search = page.getByRole('button', { name: /^Search/ });
      await search.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Search' });
      await hasFocus(dialog.getByRole('textbox'));
      await page.keyboard.type('imageRef');
      await dialog.getByRole('link', { name: 'Your first server' }).first().waitFor({ timeout: MINUTE });
      await isSound('site-search dialog');
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('qqqqq');
      await dialog.getByText(/No results/).waitFor();
      await isSound('site-search dialog');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await hasFocus(search);
    });

    test.runIf('isMobile' in screens[screen])('the menu of the book', async () => {
      const menu = page.getByRole('button', { name: 'Menu', exact: true });
      await menu.press('Enter');
      await page.getByRole('link', { name: 'All my work' }).waitFor();
      await isSound('nav.sidebar');
      await leave(menu);
    });
  },
);
