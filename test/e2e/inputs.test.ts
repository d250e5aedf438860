import type { BrowserContext, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { faultsOf, openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const MINUTE = 60_000;

/** What cells ask of their reader. */
describe('the inputs of a cell', () => {
  const scene = openScene();
  let context: BrowserContext;
  let page: Page;
  let lesson: LessonPage;
  let faults: string[];

  beforeAll(async () => {
    context = await scene.browser.newContext(screens.desktop);
    page = await context.newPage();
    faults = faultsOf(page);
    lesson = new LessonPage(page);
    await page.goto(`${scene.url}${LESSON}`);
    await lesson.isReady('connect');
  }, 2 * MINUTE);

  const output = (): Locator => lesson.output('connect');
  const press = async (): Promise<void> =>
    lesson.cell('connect').getByRole('button', { name: 'Run', exact: true }).click();

  test(
    'prompt() is answered in the cell: the field has the focus, Enter answers, Escape declines',
    async () => {
      await lesson.write('connect', `const name = await prompt('Your name?', 'Ada');\nname`);
      await press();
      const field = output().getByRole('textbox', { name: 'Your name?' });
      await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
      expect(await field.inputValue()).toBe('Ada');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('Grace');
      await page.keyboard.press('Enter');
      expect(await lesson.ended('connect')).toBe('ok');
      await output().getByText('"Grace"').waitFor();
      await press();
      await field.waitFor();
      await field.press('Escape');
      expect(await lesson.ended('connect')).toBe('ok');
      await output().getByText('null', { exact: true }).waitFor();
    },
    3 * MINUTE,
  );

  test(
    'confirm() and alert() are answered by their buttons',
    async () => {
      await lesson.write('connect', `await alert('Mind the gap');\nawait confirm('Go on?')`);
      await press();
      await output().getByText('Mind the gap').waitFor();
      await output().getByRole('button', { name: 'OK' }).press('Enter');
      await output().getByRole('button', { name: 'Yes' }).press('Enter');
      expect(await lesson.ended('connect')).toBe('ok');
      await output().getByText('true', { exact: true }).waitFor();
    },
    3 * MINUTE,
  );

  test(
    'a question survives a reload, is answered in another tab, and is answered once',
    async () => {
      await lesson.write('connect', `const answer = await prompt('Which tab?');\nanswer`);
      await press();
      await output().getByRole('textbox', { name: 'Which tab?' }).waitFor();
      await page.reload();
      await lesson.reaches('connect', ['running']);
      await output().getByRole('textbox', { name: 'Which tab?' }).waitFor();
      const second = await context.newPage();
      await second.goto(`${scene.url}${LESSON}`);
      const there = new LessonPage(second);
      await there.output('connect').getByRole('textbox', { name: 'Which tab?' }).fill('the second');
      await second.keyboard.press('Enter');
      await output().getByText('"the second"').waitFor();
      expect(await output().getByRole('textbox').count()).toBe(0);
      expect(await lesson.state('connect')).toBe('ok');
      await second.close();
    },
    3 * MINUTE,
  );

  test(
    'Interrupt ends a cell that waits for an answer, and its question says so',
    async () => {
      await lesson.write('connect', `await prompt('Forever?')`);
      await press();
      await output().getByRole('textbox', { name: 'Forever?' }).waitFor();
      await lesson.cell('connect').getByRole('button', { name: 'Interrupt' }).click();
      expect(await lesson.ended('connect')).toBe('interrupted');
      await output().getByText('was not answered').waitFor();
    },
    3 * MINUTE,
  );

  test(
    'a question that nobody awaits says what is missing, in the run and in the editor',
    async () => {
      expect(await lesson.runText('connect', `const greeting = 'Hello ' + prompt('Your name?');`)).toBe(
        'error',
      );
      await output()
        .getByText(/Write “await prompt\(…\)”/)
        .waitFor();
      await lesson.write('connect', `const size: number = prompt('Size?').length;`);
      await lesson.cell('connect').locator('.squiggly-error').first().waitFor({ timeout: MINUTE });
    },
    3 * MINUTE,
  );

  const widgets = `import { button, checkbox, number, select, slider, textInput } from 'workbook';
const real = slider('Real part', { min: -2, max: 2, step: 0.5, value: -1 });
const palette = select('Palette', ['original', 'fire']);
const title = textInput('Title', { value: 'Julia' });
const count = number('How many', { value: 3, min: 0 });
const live = checkbox('Live');
const draw = button('Draw');`;
  const readAll = '[real.value, palette.value, title.value, count.value, live.value, draw.value].join()';

  test(
    'later cells read what widgets are set to, all of it by keyboard',
    async () => {
      expect(await lesson.runText('connect', widgets)).toBe('ok');
      const slider = output().getByRole('slider', { name: 'Real part' });
      await slider.press('ArrowRight');
      await slider.press('ArrowRight');
      await output().getByText('0', { exact: true }).waitFor();
      await output().getByRole('combobox', { name: 'Palette' }).selectOption('fire');
      await output().getByRole('textbox', { name: 'Title' }).fill('Mandelbrot');
      await output().getByRole('spinbutton', { name: 'How many' }).fill('7');
      await output().getByRole('checkbox', { name: 'Live' }).press('Space');
      await output().getByRole('button', { name: 'Draw' }).press('Enter');
      await lesson.write('list-images', readAll);
      await expect
        .poll(async () => {
          await lesson.run('list-images');
          return await lesson.output('list-images').textContent();
        })
        .toContain('"0,fire,Mandelbrot,7,true,1"');
    },
    3 * MINUTE,
  );

  test(
    'what was set is there after a reload, in a second tab, and when the kernel was restarted and the cell run again',
    async () => {
      const second = await context.newPage();
      await second.goto(`${scene.url}${LESSON}`);
      const there = new LessonPage(second).output('connect').getByRole('slider', { name: 'Real part' });
      await expect.poll(() => there.inputValue()).toBe('0');
      await there.press('ArrowLeft');
      await expect.poll(() => output().getByRole('slider').inputValue()).toBe('-0.5');
      await second.close();
      await page.reload();
      await lesson.isReady('connect');
      await expect.poll(() => output().getByRole('slider').inputValue()).toBe('-0.5');
      await page.getByRole('button', { name: 'Restart', exact: true }).click();
      await page.getByRole('button', { name: 'Restart', exact: true }).last().click();
      await lesson.isReady('connect');
      expect(await lesson.run('connect')).toBe('ok');
      expect(await output().getByRole('slider').inputValue()).toBe('-0.5');
      await lesson.run('list-images');
      expect(await lesson.output('list-images').textContent()).toContain('"-0.5,fire,Mandelbrot,7,true,1"');
    },
    3 * MINUTE,
  );

  test(
    'a change makes what uses it stale; if the reader wants it, it runs again by itself',
    async () => {
      const user = lesson.cell('list-images');
      await output().getByRole('slider').press('ArrowRight');
      await user.getByText('stale', { exact: true }).first().waitFor();
      await lesson.choose('Run what uses an input when it changes', page.locator('lesson-toolbar'));
      await output().getByRole('slider').press('ArrowRight');
      await lesson.output('list-images').getByText('"0.5,fire').waitFor();
    },
    3 * MINUTE,
  );

  test('no script of the page has failed on the way', () => {
    expect(faults).toEqual([]);
  });
});
