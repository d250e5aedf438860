import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const NAME = 'workbook/how-this-notebook-works/';
const MINUTE = 60_000;

/**
 * The page that shows what cells can do: its reader does what it tells them, from its beginning to the errors; the
 * rest is in `notebook-page-tools.test.ts`, and its questions and exercises in `accessibility-parts.test.ts`.
 */
describe('how this notebook works', { timeout: 2 * MINUTE }, () => {
  const scene = openScene();
  let page: Page;
  let lesson: LessonPage;

  beforeAll(async () => {
    page = await scene.newPage({ ...screens.desktop, permissions: ['clipboard-read', 'clipboard-write'] });
    lesson = new LessonPage(page);
    await page.goto(`${scene.url}/en/${NAME}`);
    await lesson.isReady('first-cell');
  }, 2 * MINUTE);

  const button = (cell: string, name: string | RegExp): Locator =>
    lesson.cell(cell).getByRole('button', { name, exact: true });
  const start = (cell: string): Promise<void> => button(cell, 'Run').click();
  const toolbar = (): Locator => page.locator('lesson-toolbar');
  const shows = (cell: string, text: string): Promise<void> =>
    lesson.output(cell).getByText(text, { exact: true }).first().waitFor();
  const barOf = async (cell: string): Promise<string> =>
    ((await lesson.cell(cell).locator('.cell-bar').textContent()) ?? '').replace(/\s+/g, ' ');

  test('Run all runs every cell but those that wait for their reader', async () => {
    await page.getByRole('button', { name: 'Run all', exact: true }).click();
    await lesson.ended('reach-outside', MINUTE);
    const states = await page
      .locator('run-cell:not([optional])')
      .evaluateAll((cells) =>
        cells.map((cell) => `${cell.getAttribute('name')} ${cell.getAttribute('state')}`),
      );
    expect(states.filter((state) => !state.endsWith(' ok'))).toEqual([]);
    for (const waiting of ['ask', 'endless', 'fail']) expect(await lesson.state(waiting)).toBe('idle');
  });

  test('the keyboard runs a cell, and goes on or stays', async () => {
    await lesson.edit('first-cell');
    await page.keyboard.press('Shift+Enter');
    await expect.poll(() => lesson.cell('packages').locator('pre:focus').count()).toBe(1);
    expect(await lesson.ended('first-cell')).toBe('ok');
    expect(await lesson.cell('first-cell').locator('time').getAttribute('title')).toMatch(/^started at /);
  });

  test('a cell that ran twice has changed a value of another one twice', async () => {
    await lesson.output('language').getByText('Alan is visitor 2.').waitFor();
    await shows('one-more', '3');
    expect(await lesson.run('one-more')).toBe('ok');
    await shows('one-more', '4');
  });

  test('the editor knows an earlier cell, tells types, and marks what is wrong; neither keeps it from running', async () => {
    await lesson.edit('one-more');
    await lesson.typeUntilOffered('order.', 'catchall');
    await page.keyboard.type('nothing');
    await lesson.cell('one-more').locator('.squiggly-error').first().waitFor({ timeout: MINUTE });
    const name = lesson.cell('one-more').locator('.view-lines').getByText('visits').first();
    await expect
      .poll(async () => {
        await name.hover();
        return (await page.locator('.monaco-hover:visible').allTextContents()).join();
      })
      .toContain('let visits: number');
    await page.keyboard.press('Escape');
    expect(await lesson.run('one-more')).toBe('ok');
    expect(await lesson.runText('one-more', "console.log('begun');\norder..")).toBe('error');
    await lesson.output('one-more').getByText('SyntaxError').waitFor();
    expect(await lesson.output('one-more').textContent()).not.toContain('begun');
    await lesson.choose('Reset this cell', lesson.cell('one-more'));
    expect(await lesson.run('one-more')).toBe('ok');
    await shows('one-more', '6');
  });

  test('values unfold: a record with what is in it, and a million entries', async () => {
    await button('unfold', /^\{ name: "rack 7"/).click();
    await button('unfold', /^units: Map/).click();
    await lesson.output('unfold').getByText('switch').first().waitFor();
    await button('unfold', /^checked: Promise/).click();
    await lesson.output('unfold').getByText('on Monday').first().waitFor();
    await lesson.output('million').getByRole('button').first().click();
    await button('million', '999000 … 999999').click();
    await lesson.output('million').getByText('999999: 999998000001').waitFor();
  });

  test('a table is sorted by a heading, and downloaded', async () => {
    const heading = lesson.output('records').getByRole('columnheader', { name: 'vcpus' });
    await heading.getByRole('button').click();
    await heading.getByRole('button').click();
    await expect
      .poll(() => lesson.output('records').locator('tbody tr').first().textContent())
      .toContain('node-5');
    await button('records', 'Last page').click();
    await lesson.output('records').getByText('176–200 of 200').waitFor();
    const arriving = page.waitForEvent('download');
    await button('records', 'Download as CSV').click();
    expect((await arriving).suggestedFilename()).toBe('records.csv');
  });

  test('a long text unfolds, and is copied whole', async () => {
    expect(await lesson.output('many-lines').textContent()).not.toContain('line 100');
    await button('many-lines', 'Show all 200 lines').click();
    await lesson.output('many-lines').getByText('line 100').waitFor();
    await button('many-lines', 'Copy').click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^line 1\n[\s\S]*\nline 200\s*$/);
  });

  test('what was shown first has made room for the last, and a picture is downloaded', async () => {
    await shows('count-down', 'Go.');
    expect(await lesson.output('count-down').getByText('3', { exact: true }).count()).toBe(0);
    expect(await lesson.output('fill-bar').getByRole('progressbar').getAttribute('value')).toBe('1');
    await lesson.output('paint').getByRole('img', { name: 'its real part -0.8' }).waitFor();
    await lesson.output('show-image').getByRole('img', { name: 'A circle' }).waitFor();
    const arriving = page.waitForEvent('download');
    await button('show-image', 'Download as PNG').click();
    expect((await arriving).suggestedFilename()).toBe('show-image.png');
  });

  test('a question is answered in its cell', async () => {
    await start('ask');
    await lesson.output('ask').getByRole('textbox').fill('database');
    await page.keyboard.press('Enter');
    expect(await lesson.ended('ask')).toBe('ok');
    await lesson.output('ask').getByText('It is called database.').waitFor();
  });

  test('a form is filled in, and read', async () => {
    const form = lesson.output('fill-form');
    await form.getByRole('textbox', { name: 'Name' }).fill('database');
    await form.getByRole('combobox', { name: 'Flavor' }).selectOption('m1.small');
    await form.getByRole('spinbutton', { name: 'How many' }).fill('3');
    await form.getByRole('checkbox', { name: 'With a key pair' }).press('Space');
    await form.getByRole('button', { name: 'Order' }).press('Enter');
    await expect
      .poll(async () => {
        await lesson.run('read-form');
        return lesson.output('read-form').locator('tbody td:last-child').allTextContents();
      })
      .toEqual(['database', 'm1.small', '3', 'true', '1']);
  });

  test('a picture is painted anew whenever its slider moves, once that is wanted', async () => {
    const slider = lesson.output('set-real-part').getByRole('slider');
    const painted = (part: string): Promise<void> =>
      lesson
        .output('paint-again')
        .getByRole('img', { name: `its real part ${part}` })
        .waitFor();
    await slider.press('ArrowRight');
    await lesson.output('set-real-part').getByText('-0.79').waitFor();
    expect(await lesson.run('paint-again')).toBe('ok');
    await painted('-0.79');
    await lesson.choose('Run what uses an input when it changes', toolbar());
    await slider.press('ArrowRight');
    await painted('-0.78');
  });

  test('what is stale says so, and runs again; a name of two cells is told at both', async () => {
    expect(await lesson.runText('servers', 'const servers = 3;')).toBe('ok');
    await expect.poll(() => barOf('count-disks')).toContain('stale: servers changed in the cell “servers”');
    await lesson.choose('Run stale', toolbar());
    await shows('count-disks', '30');
    await lesson.write('count-disks', 'const servers = 5;');
    for (const [cell, other] of [
      ['count-disks', 'servers'],
      ['servers', 'count-disks'],
    ] as const)
      await expect.poll(() => barOf(cell)).toContain(`servers is also declared in the cell “${other}”`);
    await lesson.choose('Reset this cell', lesson.cell('count-disks'));
    await expect.poll(() => barOf('servers')).not.toContain('also declared');
  });

  test('the area is computed anew when the cell of the radius ran', async () => {
    expect(await lesson.runText('radius', 'const radius = 1;')).toBe('ok');
    await lesson.output('area').getByText('3.14').waitFor();
  });

  test('a cell that waits says for what, the endless one is interrupted by the keyboard, and values stay', async () => {
    await start('endless');
    await lesson.reaches('endless', ['running']);
    await start('count-disks');
    await expect.poll(() => barOf('count-disks')).toContain('after the cell “endless”');
    await button('count-disks', 'Take out of the queue').click();
    await lesson.reaches('count-disks', ['interrupted']);
    await page.keyboard.press('Control+.');
    expect(await lesson.ended('endless')).toBe('interrupted');
    expect(await lesson.run('count-disks')).toBe('ok');
    await shows('count-disks', '30');
  });

  test('the error names its line and the other cell, and leads to it', async () => {
    expect(await lesson.run('fail')).toBe('error');
    await lesson.output('fail').getByText('cell fail, line 3').waitFor();
    await button('fail', 'cell half-of, line 2').click();
    await expect.poll(() => lesson.cell('half-of').locator('.monaco-editor.focused').count()).toBe(1);
  });

  test('axe finds nothing wrong with the page after all that', async () => {
    await lesson.output('draw-plot').locator('svg').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('everything begins again from an empty memory', async () => {
    await lesson.choose('Restart and run all', toolbar());
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restart and run all' }).click();
    await expect.poll(() => lesson.output('one-more').getByText('3', { exact: true }).count()).toBe(1);
    await lesson.ended('reach-outside', MINUTE);
  });
});
