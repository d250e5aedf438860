import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { faultsOf, openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const MINUTE = 60_000;
/** A cell that runs until it is ended. */
const ENDLESS = 'await new Promise(() => setInterval(() => {}, 1000));';

const scene = openScene();
let context: BrowserContext;
let page: Page;
let lesson: LessonPage;
let faults: string[];

/** A new learner opens the lesson; `mark` says what its author wrote of a cell beside its name. */
async function open(screen: keyof typeof screens, mark?: (html: string) => string): Promise<void> {
  context = await scene.browser.newContext(screens[screen]);
  page = await context.newPage();
  faults = faultsOf(page);
  if (mark !== undefined) {
    await page.route(`**${LESSON}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: mark(await response.text()) });
    });
  }
  lesson = new LessonPage(page);
  await page.goto(`${scene.url}${LESSON}`);
  await lesson.isReady('connect');
}
afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

const button = (cell: string, name: string) => lesson.cell(cell).getByRole('button', { name, exact: true });
const barOf = async (cell: string) =>
  ((await lesson.cell(cell).locator('.cell-bar').textContent()) ?? '').replace(/\s+/g, ' ');
const isStale = async (cell: string) => (await lesson.cell(cell).getAttribute('stale')) !== null;

/** Puts this text in the place of a cell's. */
async function write(cell: string, text: string): Promise<void> {
  await lesson.openEditor(cell);
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

describe('what a cell shows may be out of date', () => {
  beforeEach(async () => {
    await open('desktop');
    await write('connect', 'let servers = 2;');
    await write('services', 'const count = servers * 10;\ncount');
    await write('list-images', 'console.log("counted", count)');
    for (const cell of ['connect', 'services', 'list-images']) expect(await lesson.run(cell)).toBe('ok');
  });

  test(
    'after an edit and a rerun it says so and why; Run stale brings up to date what depends on it, in order',
    async () => {
      await expect.poll(() => isStale('list-images')).toBe(false);
      await write('connect', 'let servers = 3;');
      await expect.poll(() => barOf('connect')).toContain('stale: edited since it ran');
      await expect
        .poll(() => barOf('services'))
        .toContain('the cell “connect”, which gives servers, was edited');
      expect(await lesson.run('connect')).toBe('ok');
      await expect.poll(() => barOf('services')).toContain('stale: servers changed in the cell “connect”');
      await expect
        .poll(() => barOf('list-images'))
        .toContain('the cell “services”, which gives count, is stale');
      expect(await isStale('connect')).toBe(false);
      await lesson.choose('Run stale', page.locator('lesson-toolbar'));
      await expect.poll(() => lesson.output('list-images').textContent()).toContain('counted 30');
      for (const cell of ['services', 'list-images']) await expect.poll(() => isStale(cell)).toBe(false);
      await page.reload();
      await lesson.reaches('list-images', ['ok']);
      expect(await isStale('list-images')).toBe(false);
    },
    3 * MINUTE,
  );

  test(
    'when the kernel is gone, all of it is; restart and run all makes it anew',
    async () => {
      await page.getByRole('button', { name: 'Restart', exact: true }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Restart' }).click();
      await expect.poll(() => barOf('services')).toContain('stale: the kernel in which it ran is gone');
      await lesson.choose('Run all above', lesson.cell('list-images'));
      for (const cell of ['connect', 'services']) await expect.poll(() => isStale(cell)).toBe(false);
      expect(await isStale('list-images')).toBe(true);
      await lesson.choose('Run what uses this', lesson.cell('services'));
      await expect.poll(() => isStale('list-images')).toBe(false);
    },
    3 * MINUTE,
  );

  test(
    'a name that two cells declare is told at both',
    async () => {
      await write('list-flavors', 'const count = 1');
      await expect
        .poll(() => barOf('list-flavors'))
        .toContain('count is also declared in the cell “services”');
      await expect
        .poll(() => barOf('services'))
        .toContain('count is also declared in the cell “list-flavors”');
    },
    3 * MINUTE,
  );
});

test(
  'cells that an author put into a reactive group run by themselves, unless the reader does not want that',
  async () => {
    await open('desktop', (html) =>
      html.replaceAll(/name="(connect|services|list-images)"/g, 'name="$1" reactive="servers"'),
    );
    await write('connect', 'let servers = 2;');
    await write('services', 'const count = servers * 10;\ncount');
    await write('list-images', 'console.log("counted", count)');
    expect(await barOf('services')).toContain('runs by itself');
    await lesson.run('connect');
    await expect.poll(() => lesson.output('list-images').textContent()).toContain('counted 20');
    await lesson.choose('Do not let cells run by themselves', page.locator('lesson-toolbar'));
    await write('connect', 'let servers = 3;');
    await lesson.run('connect');
    await expect.poll(() => isStale('services')).toBe(true);
    await lesson.choose('Let cells run by themselves', page.locator('lesson-toolbar'));
    await lesson.run('connect');
    await expect.poll(() => lesson.output('list-images').textContent()).toContain('counted 30');
  },
  3 * MINUTE,
);

describe('runs are in the reader’s hand', () => {
  test(
    'by the keyboard alone: run and go on, run and stay, interrupt, and the menu',
    async () => {
      await open('desktop');
      await write('connect', ENDLESS);
      await page.keyboard.press('Control+Enter');
      await lesson.reaches('connect', ['running']);
      expect(await lesson.cell('connect').locator(':focus').count()).toBe(1);
      await page.keyboard.press('Control+.');
      await lesson.reaches('connect', ['interrupted']);
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText('const kept = 7;');
      await page.keyboard.press('Shift+Enter');
      await lesson.reaches('connect', ['ok']);
      await expect.poll(() => lesson.cell('services').locator('pre:focus').count()).toBe(1);
      await page.keyboard.press('Tab');
      await expect
        .poll(() => button('services', 'Run').evaluate((run) => run === document.activeElement))
        .toBe(true);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const chosen = () =>
        page
          .locator('[role="menuitem"]:focus')
          .textContent()
          .then((text) => text?.trim());
      expect(await chosen()).toBe('Run all above');
      await page.keyboard.press('ArrowDown');
      expect(await chosen()).toBe('Run from here');
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowDown');
      expect(await chosen()).toBe('Run all above');
      await page.keyboard.press('Escape');
      expect(await page.getByRole('menu').count()).toBe(0);
      expect(await button('services', 'More').evaluate((more) => more === document.activeElement)).toBe(true);
    },
    3 * MINUTE,
  );

  test(
    'a cell that waits says for what, and is taken out of the queue alone; its output stays',
    async () => {
      await open('desktop');
      await write('services', 'console.log("shown before")');
      expect(await lesson.run('services')).toBe('ok');
      await write('connect', ENDLESS);
      await button('connect', 'Run').click();
      await lesson.reaches('connect', ['running']);
      await button('services', 'Run').click();
      await expect.poll(() => barOf('services')).toMatch(/queued\s+after the cell “connect”/);
      await write('list-images', 'kept');
      await button('list-images', 'Run').click();
      await expect.poll(() => barOf('list-images')).toContain('after the cell “services”');
      await button('services', 'Take out of the queue').click();
      expect(await lesson.reaches('services', ['interrupted'])).toBe('interrupted');
      const told = async () => (await lesson.output('services').textContent()) ?? '';
      await expect.poll(told).toContain('It was taken out of the queue.');
      expect(await told()).toContain('shown before');
      expect(await lesson.state('list-images')).toBe('queued');
      await page.reload();
      await lesson.reaches('services', ['interrupted']);
      await expect.poll(told).toContain('shown before');
      await button('connect', 'Interrupt').click();
      await lesson.reaches('connect', ['interrupted']);
    },
    3 * MINUTE,
  );

  test(
    'a run says when it will be stopped, before that is so, and is given more time',
    async () => {
      await open('desktop');
      await write('connect', ENDLESS);
      await button('connect', 'Run').click();
      await lesson.reaches('connect', ['running']);
      expect(await barOf('connect')).not.toContain('stops in');
      // The page believes that nine minutes and a half have passed; the server knows better.
      await page.clock.setSystemTime(Date.now() + 9.5 * MINUTE);
      await expect.poll(() => barOf('connect')).toMatch(/stops in 0:[0-3]\d/);
      await button('connect', 'Give it more time').click();
      await expect.poll(() => barOf('connect')).not.toContain('stops in');
      await page.clock.setSystemTime(Date.now() + 19.5 * MINUTE);
      await expect.poll(() => barOf('connect')).toMatch(/stops in 0:[0-3]\d/);
      await button('connect', 'Interrupt').click();
      await lesson.reaches('connect', ['interrupted']);
    },
    3 * MINUTE,
  );

  test(
    'when a run began is told, to a screen reader too',
    async () => {
      await open('desktop');
      await lesson.run('connect');
      const time = lesson.cell('connect').locator('time.cell-time');
      expect(await time.getAttribute('title')).toMatch(/^started at \d+:\d\d:\d\d/);
      expect(await time.textContent()).toMatch(/, started at \d+:\d\d:\d\d/);
    },
    2 * MINUTE,
  );

  test(
    'on a phone, what is pressed is as large as a finger, and nothing is wider than the screen',
    async () => {
      await open('phone');
      await lesson.run('connect');
      await button('connect', 'More').click();
      const pressed = lesson.cell('connect').locator('button:visible');
      for (const box of await pressed.evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect().height),
      ))
        expect(box).toBeGreaterThanOrEqual(44);
      expect(await page.getByRole('menu', { name: 'Actions of the cell connect' }).isVisible()).toBe(true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.getByRole('menuitem', { name: 'Run from here' }).click();
      await lesson.reaches('services', ['ok']);
      await page.locator('lesson-toolbar').getByRole('button', { name: 'Interrupt' }).click();
    },
    2 * MINUTE,
  );
});
