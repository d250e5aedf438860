import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsIn } from '../../src/words/words.ts';
import { faultsByDayAndNight, stillContext } from '../support/accessibility.ts';
import { newLearner } from '../support/learner.ts';
import { LessonPage } from '../support/page.ts';
import { Reader } from '../support/reader.ts';
import { openScene } from '../support/scene.ts';

const MINUTE = 60_000;
const LESSON = 'workbook/how-this-notebook-works';
const MACHINES = 'const machines = [{ vcpus: 1 }, { vcpus: 2 }];';

/** What a learner answers beside running cells, wrongly and then rightly, by the keyboard alone. */
describe('axe finds nothing wrong with', { timeout: 2 * MINUTE }, () => {
  const scene = openScene();

  describe.each([
    ['desktop', 'en'],
    ['phone', 'es'],
  ] as const)('on a %s, in the language %s,', (screen, language) => {
    const words = wordsIn(language).parts;
    let context: BrowserContext;
    let page: Page;
    let reader: Reader;

    beforeAll(async () => {
      const { cookie } = await newLearner(scene.url);
      reader = await Reader.open(scene.url, cookie, LESSON);
      expect((await reader.run('records', MACHINES)).outcome).toBe('ok');
      context = await stillContext(scene.browser, screen, { url: scene.url, cookie });
      page = await context.newPage();
      await page.goto(`${scene.url}/${language}/${LESSON}/`);
      await new LessonPage(page).isReady('first-cell');
    });
    afterAll(async () => {
      reader?.close();
      await context?.close();
    });

    const part = (name: string): Locator => page.locator(`[id="${name}"]`);
    const press = async (place: Locator, name: string): Promise<void> =>
      place.getByRole('button', { name, exact: true }).press('Enter');
    const isSound = async (name: string): Promise<void> =>
      expect(await faultsByDayAndNight(page, `[id="${name}"]`)).toEqual([]);

    test('a question without an answer, with a wrong one, and with the right one', async () => {
      const quiz = part('quiz-stale');
      await press(quiz, words.answer);
      await quiz.getByText(words.chooseFirst).waitFor();
      await isSound('quiz-stale');
      await quiz.getByRole('radio').first().press('Space');
      await press(quiz, words.answer);
      await quiz.getByText(words.wrong).waitFor();
      await isSound('quiz-stale');
      await quiz.getByRole('radio').first().press('ArrowDown');
      await press(quiz, words.answer);
      await quiz.getByText(words.right).waitFor();
      await isSound('quiz-stale');
    });

    test('a prediction beside what came out', async () => {
      const prediction = part('prediction-sorted-numbers');
      await prediction.getByRole('radio').first().press('Space');
      await press(prediction, words.keep);
      await prediction.getByText(words.kept).waitFor();
      expect((await reader.run('sort-numbers', 'console.log([10, 9, 1].toSorted())')).outcome).toBe('ok');
      await prediction.locator('.comparison').waitFor();
      await isSound('prediction-sorted-numbers');
    });

    test('lines in a wrong order and in the right one', async () => {
      const parsons = part('parsons-sorted-names');
      const line = (text: string) => parsons.getByRole('button', { name: text, exact: false }).first();
      for (const text of ['names.toSorted', 'const names', 'console.log']) await line(text).press('Enter');
      await press(parsons, words.checkOrder);
      await parsons.getByText(words.orderWrong(1)).waitFor();
      await isSound('parsons-sorted-names');
      await line('const names').press('ArrowUp');
      await press(parsons, words.checkOrder);
      await parsons.getByText(words.orderRight).waitFor();
      await isSound('parsons-sorted-names');
    });

    test('an exercise that lacks something, with its hints and a solution, and one that is done', async () => {
      const exercise = part('exercise-total-vcpus');
      await press(exercise, words.check);
      await exercise.getByText(words.missing(1)).waitFor();
      for (const shown of [0, 1]) await press(exercise, words.hint(shown, 2));
      await press(exercise, words.showSolution);
      await exercise.getByText(words.solution, { exact: true }).waitFor();
      await isSound('exercise-total-vcpus');
      await press(exercise, words.useSolution);
      await press(exercise, words.check);
      await exercise.getByText(words.passed).waitFor();
      await isSound('exercise-total-vcpus');
    });
  });
});
