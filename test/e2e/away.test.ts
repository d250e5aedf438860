import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { linkToCell } from '../../src/exchange/cell-link.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const MINUTE = 60_000;

const scene = openScene();

/** A learner with a browser of their own, and the lesson open in it. */
async function newLearner(address = `${scene.url}${LESSON}`): Promise<{ page: Page; lesson: LessonPage }> {
  const context: BrowserContext = await scene.browser.newContext(screens.desktop);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  await page.goto(address);
  const lesson = new LessonPage(page);
  await lesson.isReady('connect');
  return { page, lesson };
}

const suggestion = (lesson: LessonPage, cell: string) =>
  lesson.cell(cell).getByRole('region', { name: `Suggestion for the cell ${cell}` });

describe('a link to a cell', () => {
  let link: string;

  beforeEach(async () => {
    const made = await linkToCell(`${scene.url}${LESSON}`, 'connect', "console.log('from a friend');");
    link = made ?? expect.fail('no link');
  });

  test(
    'brings a learner’s text to another, who sees what would change, takes it, and can undo that',
    async () => {
      const ada = await newLearner();
      await ada.lesson.edit('connect');
      await ada.page.keyboard.type("console.log('I changed this');");
      await ada.lesson.choose('Copy a link to this cell', ada.lesson.cell('connect'));
      await ada.page.getByRole('status').filter({ hasText: 'The link is copied' }).waitFor();
      const copied = await ada.page.evaluate(() => navigator.clipboard.readText());
      await ada.page.context().close();

      const bob = await newLearner(copied);
      const offered = suggestion(bob.lesson, 'connect');
      await offered.getByText("console.log('I changed this');").waitFor();
      expect(await bob.lesson.state('connect')).toBe('idle');
      expect(await bob.lesson.cell('connect').locator('.cell-code').textContent()).not.toContain('I changed');
      expect(await accessibilityFaults(bob.page)).toEqual([]);

      await offered.getByRole('button', { name: 'Take it' }).press('Enter');
      const code = bob.lesson.cell('connect').locator('.cell-code');
      expect(await code.textContent()).toContain('I changed this');
      expect(await bob.lesson.state('connect')).toBe('idle');
      await offered.getByRole('button', { name: 'Undo' }).press('Enter');
      expect(await code.textContent()).not.toContain('I changed this');

      await offered.getByRole('button', { name: 'Take it' }).click();
      expect(await bob.lesson.run('connect')).toBe('ok');
      expect(await bob.lesson.output('connect').textContent()).toContain('I changed this');
      await offered.getByRole('button', { name: 'Close' }).click();
      await offered.waitFor({ state: 'detached' });
      expect(new URL(bob.page.url()).hash).toBe('#cell-connect');
      await bob.page.context().close();
    },
    2 * MINUTE,
  );

  test('leaves a learner’s own text alone until they take the other, and for good when they leave it', async () => {
    const { page, lesson } = await newLearner();
    await lesson.edit('connect');
    await page.keyboard.type('// mine');
    await page.goto(link);
    const offered = suggestion(lesson, 'connect');
    await offered.getByText('// mine').waitFor();
    await offered.getByText("console.log('from a friend');").waitFor();
    await offered.getByRole('button', { name: 'Leave it' }).click();
    expect(await lesson.cell('connect').locator('.cell-code').textContent()).toMatch(/\/\/\smine/);
    await page.reload();
    await lesson.isReady('connect');
    expect(await suggestion(lesson, 'connect').count()).toBe(0);
    await page.context().close();
  });

  test('to a cell as the lesson has it is short, and leads to the cell', async () => {
    const { page, lesson } = await newLearner();
    await lesson.choose('Copy a link to this cell', lesson.cell('order-server'));
    await page.getByRole('status').filter({ hasText: 'The link to this cell is copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${scene.url}${LESSON}#cell-order-server`);
    await page.goto('about:blank');
    await page.goto(copied);
    await expect
      .poll(() => lesson.cell('order-server').evaluate((cell) => cell.getBoundingClientRect().top))
      .toBeLessThan(300);
    await page.context().close();
  });

  test.each([
    ['a text that was cut off', '#cell=connect&code=q1ZKzs8rzs9J', 'cannot be read'],
    ['no packed text', '#cell=connect&code=%3Cscript%3Ealert(1)%3C%2Fscript%3E', 'cannot be read'],
    ['a cell that the lesson does not have', '#cell=%22%5D%3Cb%3E&code=S07JBAA', 'no cell of that name'],
  ])('that holds %s does no harm, and is told of', async (_, hash, words) => {
    const { page, lesson } = await newLearner(`${scene.url}${LESSON}${hash}`);
    await page.getByRole('status').filter({ hasText: words }).waitFor();
    expect(await page.locator('cell-suggestion').count()).toBe(0);
    expect(await lesson.run('connect')).toBe('ok');
    await page.context().close();
  });

  test('shows HTML as the text that it is', async () => {
    const code = '</code><img src=x onerror="document.title=\'taken over\'">';
    const made = await linkToCell(`${scene.url}${LESSON}`, 'connect', code);
    const { page, lesson } = await newLearner(made);
    await suggestion(lesson, 'connect').getByText(code).waitFor();
    await suggestion(lesson, 'connect').getByRole('button', { name: 'Take it' }).click();
    expect(await lesson.cell('connect').locator('img').count()).toBe(0);
    expect(await page.title()).not.toBe('taken over');
    await page.context().close();
  });
});
