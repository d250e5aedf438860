import type { BrowserContext, Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { faultsOf, openScene } from '../support/scene.ts';

const MINUTE = 60_000;
const FIRST_SERVER = '/en/openstack/your-first-server/';
const FAAFO = '/en/openstack/deploy-faafo/';

const scene = openScene();

/** A new learner with a lesson open. */
async function learner(path: string, screen: keyof typeof screens = 'desktop') {
  const context = await scene.browser.newContext(screens[screen]);
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`${scene.url}${path}`);
  const lesson = new LessonPage(page);
  await lesson.isReady('connect');
  return { context, page, lesson, faults };
}

/** The part of a lesson that has that name. */
const partIn = (page: Page, name: string): Locator => page.locator(`[id="${name}"]`);

/** Waits until the status of a part begins with these words. */
const verdict = async (part: Locator, words: string): Promise<void> => {
  await expect.poll(() => part.getByRole('status').textContent()).toContain(words);
};

/** The part in another tab of the same learner, as it is after a reload. */
async function elsewhere(context: BrowserContext, path: string, name: string): Promise<Locator> {
  const page = await context.newPage();
  await page.goto(`${scene.url}${path}`);
  return partIn(page, name);
}

const orderOf = (part: Locator): Promise<string[]> =>
  part.getByRole('list', { name: 'Your order' }).getByRole('listitem').allInnerTexts();

describe('an exercise', () => {
  test(
    'says what is missing, gives hints one by one, shows a solution after a try, and is done when all is there',
    async () => {
      const { context, page, lesson, faults } = await learner(FIRST_SERVER);
      const exercise = partIn(page, 'exercise-second-server');
      const button = (name: string | RegExp) => exercise.getByRole('button', { name });
      for (const cell of ['connect', 'make-network', 'order-server']) {
        expect(await lesson.run(cell)).toBe('ok');
      }
      expect(await button('Show a solution').count()).toBe(0);

      // The cell has not been run: the check runs it first.
      await button('Check').click();
      await exercise.getByText('One thing is missing.').waitFor({ timeout: MINUTE });
      expect(await lesson.state('exercise-second-server')).toBe('ok');
      expect(await exercise.getByRole('listitem').textContent()).toMatch(
        /second server[\s\S]*Order one with/,
      );

      await button('Give me a hint').click();
      await exercise.getByText('It is the order that you sent').waitFor();
      expect(await exercise.getByText('gives you a flavor by its name').isVisible()).toBe(false);
      await button('Another hint (1 of 3 shown)').click();
      await exercise.getByText('gives you a flavor by its name').waitFor();

      await lesson.edit('exercise-second-server');
      await page.keyboard.type("const mine = 'kept';");
      await button('Show a solution').click();
      await exercise.getByText('A solution', { exact: true }).waitFor();
      await button('Put it into my cell').click();
      const code = lesson.cell('exercise-second-server').locator('.cell-code');
      await expect.poll(() => code.textContent()).toContain('my-second-server');

      // What the learner had is not lost by a reload.
      await page.reload();
      await lesson.isReady('connect');
      await button('Put my own back').click();
      await expect.poll(() => code.textContent()).toContain("const mine = 'kept';");
      await button('Put it into my cell').click();
      await button('Put my own back').waitFor();

      await button('Check').click();
      await exercise.getByText('The exercise is done.').waitFor({ timeout: MINUTE });
      expect(await lesson.output('exercise-second-server').textContent()).toContain('is ACTIVE');
      expect(await exercise.getByRole('img', { name: 'there' }).count()).toBe(4);
      await exercise.getByRole('heading', { name: /done/ }).waitFor();

      const other = await elsewhere(context, FIRST_SERVER, 'exercise-second-server');
      await other.getByRole('heading', { name: /done/ }).waitFor();
      await other.getByText('gives you a flavor by its name').waitFor();
      expect(faults).toEqual([]);
      await context.close();
    },
    4 * MINUTE,
  );

  test(
    'says that its cell failed, when it did, and is checked by keyboard alone',
    async () => {
      const { context, page } = await learner(FIRST_SERVER);
      const exercise = partIn(page, 'exercise-second-server');
      const lesson = new LessonPage(page);
      await lesson.edit('exercise-second-server');
      await page.keyboard.type('noSuchName;');
      const check = exercise.getByRole('button', { name: 'Check' });
      await check.focus();
      await page.keyboard.press('Enter');
      await exercise.getByText('Your cell did not end well.').waitFor({ timeout: MINUTE });
      expect(await lesson.output('exercise-second-server').textContent()).toContain('noSuchName');
      expect(await check.evaluate((element) => element === document.activeElement)).toBe(true);
      await context.close();
    },
    2 * MINUTE,
  );
});

describe('a question', () => {
  test(
    'is answered with the keyboard; a wrong answer says why it is wrong, a right one explains them all',
    async () => {
      const { context, page, faults } = await learner(FIRST_SERVER);
      const quiz = partIn(page, 'quiz-out-of-memory');
      await quiz.getByRole('button', { name: 'Answer' }).click();
      await quiz.getByText('Choose an answer first.').waitFor();

      const answer = quiz.getByRole('radio', { name: 'The image.' });
      await answer.focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await verdict(quiz, 'Not quite.');
      await quiz.locator('.why').getByText('An image is what is on the disk').waitFor();
      expect(await quiz.getByRole('status').textContent()).toContain('An image is what is on the disk');
      expect(await quiz.locator('.why').getByText('The flavor says').isVisible()).toBe(false);

      await answer.focus();
      await page.keyboard.press('ArrowDown');
      expect(await quiz.locator('.why').getByText('An image is what is on the disk').isVisible()).toBe(false);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await verdict(quiz, 'Right.');
      await quiz.locator('.why').getByText('A project holds your servers').waitFor();

      const other = await elsewhere(context, FIRST_SERVER, 'quiz-out-of-memory');
      await verdict(other, 'Right.');
      expect(await other.getByRole('radio', { name: 'The flavor.' }).isChecked()).toBe(true);
      expect(faults).toEqual([]);
      await context.close();
    },
    2 * MINUTE,
  );

  test(
    'with several right answers wants all of them, on a phone too; a reset of the lesson forgets them',
    async () => {
      const { context, page, lesson } = await learner(FIRST_SERVER, 'phone');
      const quiz = partIn(page, 'quiz-image-decides');
      await quiz.getByLabel('Which operating system starts.').tap();
      await quiz.getByRole('button', { name: 'Answer' }).tap();
      await verdict(quiz, 'What you chose is right, and there is more.');
      await quiz.getByLabel('Which programs are there').tap();
      await quiz.getByRole('button', { name: 'Answer' }).tap();
      await verdict(quiz, 'Right.');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

      await lesson.choose('Reset this lesson', page.locator('lesson-toolbar'));
      await page.getByRole('button', { name: 'Reset this lesson' }).last().click();
      await expect.poll(() => quiz.getByRole('checkbox', { checked: true }).count()).toBe(0);
      expect(await quiz.getByRole('heading', { name: /done/ }).count()).toBe(0);
      await context.close();
    },
    2 * MINUTE,
  );
});

describe('a prediction', () => {
  test(
    'stands beside what came out; the cell can be run without it',
    async () => {
      const { context, page, lesson } = await learner(FIRST_SERVER);
      const prediction = partIn(page, 'prediction-first-status');
      for (const cell of ['connect', 'make-network', 'order-server']) {
        expect(await lesson.run(cell)).toBe('ok');
      }
      expect(await prediction.getByText('You expected').count()).toBe(0);

      await prediction.getByRole('radio', { name: /ACTIVE/ }).check();
      await prediction.getByRole('button', { name: 'Keep my prediction' }).click();
      const comparison = prediction.locator('.comparison');
      await comparison.waitFor();
      expect(await lesson.run('order-server')).toBe('ok');
      await expect.poll(() => comparison.textContent()).toMatch(/You expected\s*ACTIVE: the server is on/);
      expect(await comparison.textContent()).toMatch(/What came out\s*my-first-server is/);
      await page.reload();
      await comparison.waitFor();
      await context.close();
    },
    2 * MINUTE,
  );
});

describe('lines to be put in order', () => {
  test(
    'are taken up and moved by keyboard, and every move is said; the first wrong line says why',
    async () => {
      const { context, page, faults } = await learner(FAAFO);
      const parsons = partIn(page, 'parsons-deployment');
      const line = (text: string) => parsons.getByRole('button', { name: text });
      const said = parsons.locator('[role="status"].sr-only');
      await line('makeNetwork').focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => said.textContent()).toContain('Line 1 of 1 in your order.');
      await line('boot(network, control)').focus();
      await page.keyboard.press('Enter');
      await line('joinToPublic').focus();
      await page.keyboard.press('Space');
      await line('makeGroup').focus();
      await page.keyboard.press('Enter');
      await line('boot(network, controller)').focus();
      await page.keyboard.press('Enter');
      await line('floatingIp').focus();
      await page.keyboard.press('Enter');

      await parsons.getByRole('button', { name: 'Check the order' }).click();
      await parsons.getByText('Line 2 is the first that cannot stand there.').waitFor();
      await parsons.getByRole('status').getByText('All of them must be there before').waitFor();

      await line('boot(network, control)').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => said.textContent()).toContain('Line 4 of 6 in your order.');
      await parsons.getByRole('button', { name: 'Check the order' }).click();
      await parsons.getByText('This order works.').waitFor();

      const other = await elsewhere(context, FAAFO, 'parsons-deployment');
      await other.getByText('This order works.').waitFor();
      expect(await orderOf(other)).toEqual(await orderOf(parsons));
      expect(faults).toEqual([]);
      await context.close();
    },
    2 * MINUTE,
  );

  test(
    'are dragged with the mouse, and a useless line is no part of any order',
    async () => {
      const { context, page, lesson } = await learner(FAAFO);
      const parsons = partIn(page, 'parsons-deployment');
      const order = parsons.getByRole('list', { name: 'Your order' });
      const drag = async (text: string) => {
        await parsons.scrollIntoViewIfNeeded();
        const from = await parsons.getByRole('button', { name: text }).boundingBox();
        const to = await order.boundingBox();
        if (from === null || to === null) throw new Error('There is nothing to drag.');
        await page.mouse.move(from.x + 20, from.y + 10);
        await page.mouse.down();
        await page.mouse.move(to.x + 30, to.y + 6, { steps: 6 });
        await page.mouse.up();
      };
      await drag('joinToPublic');
      await drag('makeNetwork');
      // What is begun and not handed in is there after a reload.
      await page.reload();
      await expect.poll(() => orderOf(parsons)).toHaveLength(2);
      await lesson.isReady('connect');
      expect((await orderOf(parsons)).map((text) => text.includes('makeNetwork'))).toEqual([true, false]);
      await parsons.getByRole('button', { name: 'Check the order' }).click();
      await parsons.getByText('So far every line stands where it may.').waitFor();
      await drag('logInTo');
      await parsons.getByRole('button', { name: 'Check the order' }).click();
      await parsons.getByText('Line 1 is the first that cannot stand there.').waitFor();
      await parsons.getByRole('status').getByText('You did not log in to any server.').waitFor();
      await context.close();
    },
    2 * MINUTE,
  );
});
