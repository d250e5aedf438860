import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const NAME = 'workbook/how-this-notebook-works/';
const MINUTE = 60_000;

/** The page that shows what cells can do: what its reader does with the cells that wait for one. */
describe('how this notebook works', () => {
  const scene = openScene();
  let page: Page;
  let lesson: LessonPage;

  beforeAll(async () => {
    page = await scene.browser.newPage(screens.desktop);
    lesson = new LessonPage(page);
    await page.goto(`${scene.url}/en/${NAME}`);
    await lesson.isReady('first-cell');
  }, 2 * MINUTE);

  const start = (cell: string): Promise<void> =>
    lesson.cell(cell).getByRole('button', { name: 'Run', exact: true }).click();

  test('a question is answered in its cell', { timeout: MINUTE }, async () => {
    await start('ask');
    await lesson.output('ask').getByRole('textbox').fill('database');
    await page.keyboard.press('Enter');
    expect(await lesson.ended('ask')).toBe('ok');
    await lesson.output('ask').getByText('It is called database.').waitFor();
  });

  test('the cell that never ends is interrupted by the keyboard, and values stay', {
    timeout: MINUTE,
  }, async () => {
    expect(await lesson.run('servers')).toBe('ok');
    await start('endless');
    await lesson.reaches('endless', ['running']);
    await page.keyboard.press('Control+.');
    expect(await lesson.ended('endless')).toBe('interrupted');
    expect(await lesson.run('count-disks')).toBe('ok');
    await lesson.output('count-disks').getByText('20', { exact: true }).waitFor();
  });

  test('the error names its line and the other cell', { timeout: MINUTE }, async () => {
    expect(await lesson.run('half-of')).toBe('ok');
    expect(await lesson.run('fail')).toBe('error');
    await lesson.output('fail').getByText('cell half-of, line 2').waitFor();
    await lesson.output('fail').getByText('cell fail, line 3').waitFor();
  });

  test('the area is computed anew when the cell of the radius ran', { timeout: MINUTE }, async () => {
    expect(await lesson.run('radius')).toBe('ok');
    await lesson.output('area').getByText('28.27').waitFor();
  });

  test('axe finds nothing wrong with its plot and its widgets', { timeout: MINUTE }, async () => {
    for (const cell of ['records', 'draw-plot', 'set-real-part']) expect(await lesson.run(cell)).toBe('ok');
    await lesson.output('draw-plot').locator('svg').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('it is found in Spanish: by the home page, the search, and the switch of languages', {
    timeout: MINUTE,
  }, async () => {
    const title = 'Cómo funciona este cuaderno';
    await page.goto(`${scene.url}/es/`);
    await page.getByRole('main').getByRole('link', { name: title }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await page
      .getByRole('button', { name: /^Buscar/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('textbox').fill('cuaderno');
    await page.getByRole('dialog').getByRole('link', { name: title }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'idioma' }).first().selectOption({ label: 'English' });
    await page.getByRole('heading', { name: 'How this notebook works', level: 1 }).waitFor();
  });

  test('a lesson that is not written in Spanish is shown in English, and says so', {
    timeout: MINUTE,
  }, async () => {
    await page.goto(`${scene.url}/es/`);
    await page.getByRole('main').getByRole('link', { name: 'Deploy faafo' }).click();
    await page.getByText('Esta página aún no está disponible en tu idioma.').waitFor();
    await page.getByRole('img', { name: /faafo/i }).or(page.locator('figure svg')).first().waitFor();
    expect((await fetch(new URL('parts.json', page.url()))).status).toBe(200);
  });
});
