import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const MINUTE = 60_000;
const LESSON = '/en/openstack/your-first-server/';

describe('what a learner writes is never lost', { timeout: 3 * MINUTE }, () => {
  const scene = openScene();
  let context: BrowserContext;
  let page: Page;
  let lesson: LessonPage;

  beforeEach(async () => {
    context = await scene.browser.newContext(screens.desktop);
    page = await context.newPage();
    lesson = await open(page);
    return () => context.close();
  });

  async function open(where: Page): Promise<LessonPage> {
    await where.goto(`${scene.url}${LESSON}`);
    const opened = new LessonPage(where);
    await opened.isReady('connect');
    return opened;
  }

  const code = (where: LessonPage, cell = 'connect') => where.cell(cell).locator('.cell-code');
  /** The cell's code as it is shown, in its editor or before there is one; without what is between words. */
  const textOf = async (where: LessonPage, cell = 'connect') =>
    (await code(where, cell).locator('.view-lines, :scope > pre').textContent())?.replaceAll('\u00a0', ' ');

  /** Writes a line below the cell's own, and waits until it is a step of its own and the server has it. */
  async function append(where: LessonPage, line: string, cell = 'connect'): Promise<void> {
    await where.openEditor(cell);
    await where.page.keyboard.press('Control+End');
    await where.page.keyboard.press('Enter');
    await where.page.keyboard.type(line);
    await isKept(where, cell, line);
  }

  const isKept = (where: LessonPage, cell: string, line: string) =>
    expect.poll(() => where.page.evaluate(readSteps, cell)).toEqual(expect.stringContaining(line));

  async function choose(where: LessonPage, name: string, cell = 'connect'): Promise<void> {
    await where.cell(cell).getByRole('button', { name: 'More', exact: true }).click();
    await where.page.getByRole('menuitem', { name, exact: true }).click();
  }

  test('undo goes back through what was written before a reload, and redo forth again', async () => {
    await lesson.openEditor('connect');
    const original = await textOf(lesson);
    await append(lesson, '// first');
    await append(lesson, '// second');
    await page.reload();
    await lesson.isReady('connect');
    await lesson.openEditor('connect');
    expect(await textOf(lesson)).toContain('// second');
    await page.keyboard.press('Control+z');
    await expect.poll(() => textOf(lesson)).not.toContain('// second');
    expect(await textOf(lesson)).toContain('// first');
    await page.keyboard.press('Control+z');
    await expect.poll(() => textOf(lesson)).toBe(original);
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => textOf(lesson)).toContain('// second');
  });

  test('a reset of a cell can be undone, also after a reload', async () => {
    await append(lesson, '// mine');
    await choose(lesson, 'Reset this cell');
    await expect.poll(() => textOf(lesson)).not.toContain('// mine');
    await page.reload();
    await lesson.isReady('connect');
    await lesson.openEditor('connect');
    await page.keyboard.press('Control+z');
    await expect.poll(() => textOf(lesson)).toContain('// mine');
  });

  test('a reset of the lesson takes every edit away, and undo brings one back', async () => {
    await append(lesson, '// mine');
    await page.locator('lesson-toolbar').getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Reset this lesson' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Reset this lesson' }).click();
    await expect.poll(() => textOf(lesson)).not.toContain('// mine');
    await lesson.openEditor('connect');
    await page.keyboard.press('Control+z');
    await expect.poll(() => textOf(lesson)).toContain('// mine');
  });

  test('what was typed while the server was down, and the page reloaded after, is there', async () => {
    await lesson.openEditor('connect');
    await scene.workbook.kill();
    await page.getByText('The connection is lost').waitFor();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('// without a server');
    await scene.startAgain();
    await page.reload();
    await lesson.isReady('connect');
    expect(await textOf(lesson)).toContain('// without a server');
    const other = await open(await context.newPage());
    expect(await textOf(other)).toContain('// without a server');
  });

  test('a second tab stays in step, live, and each can undo what the other wrote', async () => {
    const second = await open(await context.newPage());
    await second.openEditor('connect');
    await append(lesson, '// from the first');
    await expect.poll(() => textOf(second)).toContain('// from the first');
    await append(second, '// from the second');
    await expect.poll(() => textOf(lesson)).toContain('// from the second');
    await code(lesson).click();
    await page.keyboard.press('Control+z');
    await expect.poll(() => textOf(lesson)).not.toContain('// from the second');
    await expect.poll(() => textOf(second)).not.toContain('// from the second');
    expect(await textOf(second)).toContain('// from the first');
  });

  test('of two texts that were written apart the later one wins, and the other is one undo away', async () => {
    const elsewhere = await scene.browser.newContext({
      ...screens.desktop,
      storageState: { cookies: await context.cookies(), origins: [] },
    });
    const other = await open(await elsewhere.newPage());
    const windows = [
      { where: lesson, line: '// apart' },
      { where: other, line: '// meanwhile' },
    ];
    for (const { where } of windows) await where.openEditor('connect');
    await scene.workbook.kill();
    for (const { where, line } of windows) {
      await where.page.getByText('The connection is lost').waitFor();
      await where.page.keyboard.press('Control+End');
      await where.page.keyboard.type(line);
    }
    await scene.startAgain();
    const shown = () => Promise.all(windows.map(({ where }) => textOf(where)));
    const areAlike = () => expect.poll(async () => new Set(await shown()).size).toBe(1);
    for (const { where } of windows) await where.isReady('connect');
    await areAlike();
    const [winner = ''] = await shown();
    const lost = windows.map(({ line }) => line).filter((line) => !winner.includes(line));
    expect(lost).toHaveLength(1);
    for (const { where } of windows) {
      await code(where).click();
      await where.page.keyboard.press('Control+z');
      await expect.poll(() => textOf(where)).toContain(lost[0]);
      await where.page.keyboard.press('Control+y');
      await expect.poll(() => textOf(where)).toBe(winner);
      await areAlike();
    }
    await elsewhere.close();
  });

  test('the original and what was changed in it are shown, by the keyboard alone', async () => {
    await append(lesson, '// mine');
    const more = lesson.cell('connect').getByRole('button', { name: 'More', exact: true });
    const begin = async (entry: string): Promise<void> => {
      await more.focus();
      await page.keyboard.press('Enter');
      const item = page.getByRole('menuitem', { name: entry, exact: true });
      await item.focus();
      await page.keyboard.press('Enter');
    };
    await begin('Show the original');
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).not.toContain('// mine');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await begin('Show the difference');
    expect(await dialog.getByRole('insertion').textContent()).toContain('// mine');
    await dialog.getByRole('button', { name: 'Reset this cell' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => textOf(lesson)).not.toContain('// mine');
    await expect.poll(() => more.evaluate((button) => button === document.activeElement)).toBe(true);
  });
});

/** In the page: the last text that the browser's database keeps of a cell. */
async function readSteps(cell: string): Promise<string> {
  const result = <Value>(request: IDBRequest<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await result(indexedDB.open('workbook', 1));
  const kept = await result(
    database.transaction('cells').objectStore('cells').get(['openstack/your-first-server', cell]),
  );
  database.close();
  return kept === undefined ? '' : kept.texts[kept.at];
}
