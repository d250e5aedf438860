import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const NAME = 'workbook/how-this-notebook-works/';
const MINUTE = 60_000;

/** The rest of the page that shows what cells can do: the tools beside them, and the ways around the book. */
describe('how this notebook works, beside its cells', { timeout: 2 * MINUTE }, () => {
  const scene = openScene();
  let page: Page;
  let lesson: LessonPage;

  beforeAll(async () => {
    page = await scene.newPage({ ...screens.desktop, permissions: ['clipboard-read', 'clipboard-write'] });
    lesson = new LessonPage(page);
    await page.goto(`${scene.url}/en/${NAME}`);
    await lesson.isReady('first-cell');
  }, 2 * MINUTE);

  const dock = (): Locator => page.locator('lesson-dock');
  const toolbar = (): Locator => page.locator('lesson-toolbar');
  const textOf = async (where: LessonPage, cell: string): Promise<string> =>
    ((await where.cell(cell).locator('.cell-code').textContent()) ?? '').replaceAll('\u00a0', ' ');
  const screenOf = async (terminal: string): Promise<string> =>
    (
      await page
        .getByRole('tabpanel', { name: terminal, exact: true })
        .locator('.xterm-accessibility [role="listitem"]')
        .allTextContents()
    )
      .join('\n')
      .replaceAll('\u00a0', ' ')
      .trimEnd();

  test('the variables list what a cell declared, unfold it, and name the cell', async () => {
    expect(await lesson.run('unfold')).toBe('ok');
    await dock().getByRole('button', { name: 'Variables', exact: true }).click();
    await dock().getByRole('searchbox').fill('rack');
    const row = dock()
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: 'rack' }) });
    await row.getByRole('button').first().click();
    await row.locator('.tree-inside').getByText('rack 7').waitFor();
    expect(await row.getByRole('link', { name: 'unfold' }).getAttribute('href')).toBe('#cell-unfold');
  });

  test('a run pauses at a breakpoint, is led through, and goes on to its end', async () => {
    const cell = lesson.cell('steps');
    const isPausedAt = (line: number): Promise<void> =>
      cell.getByText(`Paused at line ${line}`, { exact: true }).waitFor();
    await lesson.openEditor('steps');
    await cell
      .locator('.view-line')
      .filter({ hasText: /sum\s\+=\seach/ })
      .click();
    await page.keyboard.press('F9');
    await cell.getByText('Breakpoint at line 4', { exact: true }).waitFor();
    await cell.getByRole('button', { name: 'Run', exact: true }).click();
    await isPausedAt(4);
    await cell.getByRole('button', { name: 'Breakpoint at line 4' }).click();
    await dock().getByText('each: 1').waitFor();
    await cell.getByRole('button', { name: 'Continue' }).click();
    await dock().getByText('each: 2').waitFor();
    await cell.getByRole('button', { name: 'Step over' }).click();
    await isPausedAt(3);
    await dock().getByRole('button', { name: 'Remove the breakpoint at line 4 of the cell steps' }).click();
    await cell.getByRole('button', { name: 'Continue' }).click();
    expect(await lesson.ended('steps')).toBe('ok');
    await lesson.output('steps').getByText('10', { exact: true }).waitFor();
    await dock().getByRole('button', { name: 'Close the tools' }).click();
  });

  test('a change is there after a reload and in a second tab, and undo takes it back in both', async () => {
    await lesson.edit('change-me');
    await page.keyboard.type('// mine');
    const second = new LessonPage(await page.context().newPage());
    await second.page.goto(`${scene.url}/en/${NAME}`);
    await expect.poll(() => textOf(second, 'change-me')).toContain('// mine');
    await page.reload();
    await lesson.isReady('first-cell');
    await expect.poll(() => textOf(lesson, 'change-me')).toContain('// mine');
    await lesson.openEditor('change-me');
    await expect
      .poll(async () => {
        await page.keyboard.press('Control+z');
        return await textOf(lesson, 'change-me');
      })
      .not.toContain('// mine');
    await expect.poll(() => textOf(second, 'change-me')).not.toContain('// mine');
    expect(await second.run('servers')).toBe('ok');
    await lesson.reaches('servers', ['ok']);
    await second.page.close();
  });

  test('a terminal is opened, typed into by the prose and by a cell, and is there after a reload', async () => {
    await page.getByRole('main').getByRole('button', { name: 'Open a terminal on your machine' }).click();
    await expect.poll(() => screenOf('Your machine')).toMatch(/\$$/);
    await page.getByRole('button', { name: 'Type this for me' }).click();
    await expect.poll(() => screenOf('Your machine')).toMatch(/\$ uname -a$/);
    await page.keyboard.press('Enter');
    await expect.poll(() => screenOf('Your machine')).toMatch(/\nLinux /);
    await page.keyboard.type('cat REA');
    await page.keyboard.press('Tab');
    await expect.poll(() => screenOf('Your machine')).toMatch(/cat README$/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => screenOf('Your machine')).toMatch(/\$ cat README$/);
    await page.keyboard.press('Control+c');
    expect(await lesson.run('type-in-terminal')).toBe('ok');
    await expect.poll(() => screenOf('Your machine')).toMatch(/\$ hostname\nworkstation/);
    await page.reload();
    await expect.poll(() => screenOf('Your machine')).toMatch(/\$ hostname\nworkstation/);
  });

  test('a second one lies beside it, and a search finds what it printed', async () => {
    await dock().getByRole('button', { name: 'Two side by side' }).click();
    await expect.poll(() => screenOf('Your machine 2')).toMatch(/\$$/);
    expect(await page.locator('terminal-view').count()).toBe(2);
    await page.getByRole('tabpanel', { name: 'Your machine', exact: true }).locator('.xterm-screen').click();
    await page.keyboard.press('Control+Shift+F');
    await dock().getByRole('searchbox').fill('workstation');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F6');
    const tab = dock().getByRole('tab', { name: 'Your machine', exact: true });
    await expect.poll(() => tab.evaluate((one) => one === document.activeElement)).toBe(true);
    await dock().getByRole('button', { name: 'Close the tools' }).click();
  });

  test('the calls of a cell are read, below it and where all calls are', async () => {
    expect(await lesson.run('list-images')).toBe('ok');
    await lesson
      .cell('list-images')
      .getByRole('button', { name: /^\d+ calls?$/ })
      .click();
    await lesson.cell('list-images').locator('.call-line').last().click();
    await lesson.cell('list-images').locator('.call-inside').getByText('curl').first().waitFor();
    await page.getByRole('main').locator('figure .call-line').first().waitFor();
  });

  test('a link holds a changed cell, and opens as a suggestion that runs nothing', async () => {
    await lesson.edit('first-cell');
    await page.keyboard.type("console.log('in the link');");
    await lesson.choose('Copy a link to this cell', lesson.cell('first-cell'));
    await page.getByRole('status').filter({ hasText: 'with your text in it' }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await lesson.choose('Reset this cell', lesson.cell('first-cell'));
    await page.goto(link);
    const offered = lesson.cell('first-cell').getByRole('region', { name: /^Suggestion/ });
    await offered.getByText("console.log('in the link');").waitFor();
    expect(await lesson.state('first-cell')).toBe('idle');
    await offered.getByRole('button', { name: 'Leave it' }).click();
  });

  test('the lesson is downloaded as a notebook, which opens again', async () => {
    const arriving = page.waitForEvent('download');
    await lesson.choose('Download as a notebook', toolbar());
    const file = await (await arriving).path();
    const chooser = page.waitForEvent('filechooser');
    await lesson.choose('Open a notebook of this lesson', toolbar());
    await (await chooser).setFiles({
      name: 'lesson.ipynb',
      mimeType: 'application/json',
      buffer: await readFile(file),
    });
    await page.getByText('The cells of the notebook are as yours are.').waitFor();
  });

  test('the demonstration of cells elsewhere is a link away', async () => {
    const demo = page.getByRole('main').getByRole('link', { name: 'This page' });
    const answer = await page.request.get(new URL((await demo.getAttribute('href')) ?? '', page.url()).href);
    expect(await answer.text()).toContain('<run-cell>');
  });

  test('the search, the address of a cell, the keys, focus mode and presenter mode are found as told', async () => {
    await page.goto(`${scene.url}/en/${NAME}`);
    await lesson.isReady('first-cell');
    await page.getByRole('main').getByRole('link', { name: 'this one' }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('cell-first-cell');
    await page.locator('[data-open-modal]:not([disabled])').waitFor();
    await page.keyboard.press('Control+k');
    const search = page.getByRole('dialog', { name: 'Search' });
    await search.getByRole('textbox').fill('toSorted');
    await search
      .getByRole('link', { name: /How this notebook works/ })
      .first()
      .waitFor({ timeout: MINUTE });
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'Find your way' }).click();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await keys.waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    const menu = page.locator('nav.sidebar').getByRole('link', { name: 'All my work' });
    await page.keyboard.press('f');
    await menu.waitFor({ state: 'hidden' });
    await page.keyboard.press('f');
    await menu.waitFor();
    await page.keyboard.press('p');
    await page.getByText(/^Step \d+ of \d+$/).waitFor();
    await page.keyboard.press('Escape');
    await menu.waitFor();
  });

  test('all the work is on its page, and the first page continues where the reader was', async () => {
    await page.getByRole('main').getByRole('link', { name: 'All my work' }).click();
    await page.getByRole('link', { name: 'Download all my work' }).waitFor();
    await page.getByRole('button', { name: 'Delete everything' }).waitFor();
    await page.goto(`${scene.url}/en/${NAME}`);
    await page.getByRole('main').getByRole('link', { name: 'first page' }).click();
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.waitForURL(`**/${NAME}#cell-*`);
  });

  test('it is found in Spanish: by the home page, the search, and the switch of languages', async () => {
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

  test('a lesson that is not written in Spanish is shown in English, and says so', async () => {
    await page.goto(`${scene.url}/es/`);
    await page.getByRole('main').getByRole('link', { name: 'Deploy faafo' }).click();
    await page.getByText('Esta página aún no está disponible en tu idioma.').waitFor();
    await page.getByRole('img', { name: /faafo/i }).or(page.locator('figure svg')).first().waitFor();
    expect((await fetch(new URL('parts.json', page.url()))).status).toBe(200);
  });
});
