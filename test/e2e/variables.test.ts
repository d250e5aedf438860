import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';

/** What a reader sees of what their cells declared; each test goes on where the last one stopped. */
describe('the variables panel', { timeout: 120_000 }, () => {
  const scene = openScene();
  let page: Page;
  let lesson: LessonPage;
  let panel: Locator;

  beforeAll(async () => {
    page = await scene.newPage();
    await page.goto(`${scene.url}${LESSON}`);
    lesson = new LessonPage(page);
    panel = page.locator('variables-panel');
    await lesson.isReady('connect');
  });

  const row = (name: string): Locator =>
    panel.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

  test('opens by keyboard, and says that there is nothing before the first run', async () => {
    await page.getByRole('button', { name: 'Variables', exact: true }).focus();
    await page.keyboard.press('Enter');
    await panel.getByText('There are no variables yet').waitFor();
    expect(await panel.getByRole('searchbox').evaluate((field) => field === document.activeElement)).toBe(
      true,
    );
  });

  test('lists what a cell declared when its run has ended, and which cell that was', async () => {
    const code = `const zoo = new Map([['owl', { legs: 2 }]]); const word = 'hello';`;
    expect(await lesson.runText('connect', code)).toBe('ok');
    await row('zoo').waitFor();
    const cells = async (name: string): Promise<string[]> =>
      (await row(name).getByRole('cell').allTextContents()).map((text) => text.trim());
    expect(await cells('word')).toEqual(['string', '"hello"', '5 characters', 'connect']);
    expect(await cells('zoo')).toEqual(['Map', 'Map(1) { "owl" → { legs: 2 } }', '1 entry', 'connect']);
    expect(await panel.getByRole('rowheader').allTextContents()).toEqual(['word', 'zoo']);
  });

  test('opens a value by keyboard', async () => {
    await row('zoo').getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await row('zoo').locator('.tree-inside').getByText('owl').waitFor();
  });

  test('keeps what is open, and the focus, when it is read anew after a run in another tab', async () => {
    const inner = row('zoo').locator('.tree-inside .tree-inside');
    await row('zoo').getByRole('button', { name: '{"owl" => Object}' }).click();
    await inner.getByText('value: { legs: 2 }').waitFor();
    await inner.getByRole('button').focus();
    const other = await page.context().newPage();
    await other.goto(`${scene.url}${LESSON}`);
    const code = `const ape = 1; const zoo = new Map([['owl', { legs: 3 }]]); const word = 'hello';`;
    expect(await new LessonPage(other).runText('connect', code)).toBe('ok');
    await other.close();
    await row('ape').waitFor();
    await inner.getByText('value: { legs: 3 }').waitFor();
    expect(await inner.getByRole('button').evaluate((button) => button === document.activeElement)).toBe(
      true,
    );
  });

  test('shows only names that contain what is typed, and says how many', async () => {
    await panel.getByRole('searchbox').fill('ZO');
    await panel.getByText('1 variable', { exact: true }).waitFor();
    expect(await panel.getByRole('rowheader').allTextContents()).toEqual(['zoo']);
    await panel.getByRole('searchbox').fill('');
  });

  test('says while a cell runs that the list is of before, and reads it anew at the end', async () => {
    await lesson.write('connect', 'await new Promise((done) => setTimeout(done, 60_000)); const word = 1;');
    await lesson.cell('connect').getByRole('button', { name: 'Run', exact: true }).click();
    await panel.getByText('A cell is running.').waitFor();
    await page.getByRole('button', { name: 'Interrupt', exact: true }).first().click();
    await panel.getByText('A cell is running.').waitFor({ state: 'hidden' });
    expect(await lesson.runText('connect', 'const word = 2;')).toBe('ok');
    await row('word').getByText('number').waitFor();
  });

  test('is there after a reload, and says so when the kernel is gone', async () => {
    await page.reload();
    await row('word').waitFor();
    await page.locator('lesson-toolbar').getByRole('button', { name: 'Restart', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restart' }).click();
    await row('word').waitFor({ state: 'hidden' });
  });
});
