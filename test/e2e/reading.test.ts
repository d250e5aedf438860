import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { faultsOf, openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const MINUTE = 60_000;
/** The script that searches. */
const SEARCH = /\/ui-core\.[^/]*\.js$/;

const scene = openScene();
let page: Page;
let lesson: LessonPage;
let faults: string[];

beforeEach(async () => {
  page = await scene.newPage();
  lesson = new LessonPage(page);
  faults = faultsOf(page, { console: true });
});
afterEach(async () => {
  await page.context().close();
  expect(faults).toEqual([]);
});

const open = async (hash = ''): Promise<void> => {
  await page.goto(`${scene.url}${LESSON}${hash}`);
  await lesson.isReady('connect');
};
const focusedId = () => page.evaluate(() => document.activeElement?.closest('run-cell')?.id);
const reading = () => page.evaluate(() => document.documentElement.dataset.reading);
const position = () => page.locator('.presenter-count').textContent();
const keySheet = () => page.getByRole('dialog', { name: 'Keyboard shortcuts' });

test('an address that names a cell leads to it, when the page opens and later, with the focus', async () => {
  await open('#cell-list-images');
  await expect.poll(focusedId).toBe('cell-list-images');
  const top = () => lesson.cell('list-images').evaluate((cell) => cell.getBoundingClientRect().top);
  await expect.poll(top).toBeLessThan(450);
  expect(await top()).toBeGreaterThanOrEqual(56);
  await page.evaluate(() => {
    location.hash = '#cell-connect';
  });
  await expect.poll(focusedId).toBe('cell-connect');
});

describe('the search', () => {
  /** By its key, which is heard from when its button can be pressed. */
  async function openSearch(): Promise<void> {
    await page.locator('[data-open-modal]:not([disabled])').waitFor();
    await page.keyboard.press('Control+k');
  }

  test.each([
    ['a word of the prose', 'data centre'],
    ['a name in a cell', 'imageRef'],
    ['a call as a cell writes it', 'servers.create'],
    ['a part of a name', 'flavorRe'],
  ])('finds %s', async (_, words) => {
    await open();
    await openSearch();
    const dialog = page.getByRole('dialog', { name: 'Search' });
    await dialog.getByRole('textbox').fill(words);
    await dialog.getByRole('link', { name: 'Your first server' }).first().waitFor({ timeout: MINUTE });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('comes when it is opened, and goes on with what was typed before it was there', async () => {
    const there = Promise.withResolvers<void>();
    let asked = 0;
    await page.route(SEARCH, async (route) => {
      asked += 1;
      await there.promise;
      await route.continue();
    });
    await open();
    await page.waitForLoadState('networkidle');
    expect(asked).toBe(0);
    await openSearch();
    await page.keyboard.type('flavRe');
    for (let back = 0; back < 2; back += 1) await page.keyboard.press('ArrowLeft');
    there.resolve();
    const dialog = page.getByRole('dialog', { name: 'Search' });
    await dialog.getByRole('search').waitFor();
    await page.keyboard.type('or');
    await dialog.getByRole('link', { name: 'Your first server' }).first().waitFor({ timeout: MINUTE });
    expect([asked, await dialog.getByRole('textbox').inputValue()]).toEqual([1, 'flavorRe']);
  });

  test('says when it cannot be loaded, and comes when the page is loaded again', async () => {
    await page.route(SEARCH, (route) => route.abort(), { times: 1 });
    await open();
    await openSearch();
    const dialog = page.getByRole('dialog', { name: 'Search' });
    await dialog.getByRole('alert').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults.splice(0)).toEqual([expect.stringContaining('net::ERR_FAILED')]);
    await open();
    await openSearch();
    await dialog.getByRole('textbox').fill('flavorRe');
    await dialog.getByRole('link', { name: 'Your first server' }).first().waitFor({ timeout: MINUTE });
  });
});

describe('the keys of a lesson', () => {
  test('are listed in a dialog, which keeps the focus and gives it back', async () => {
    await open();
    await lesson.choose('Keyboard shortcuts', page.locator('lesson-toolbar'));
    await keySheet().getByText('Start presenter mode').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('j');
    await keySheet().waitFor();
    await page.keyboard.press('Escape');
    await keySheet().waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await keySheet().waitFor();
    await page.keyboard.press('Escape');
    await keySheet().waitFor({ state: 'detached' });
  });

  test('go from cell to cell, and mean nothing while somebody writes', async () => {
    await open();
    await page.keyboard.press('j');
    await expect.poll(focusedId).toBe('cell-connect');
    await page.keyboard.press('j');
    await expect.poll(focusedId).toBe('cell-services');
    await page.keyboard.press('k');
    await expect.poll(focusedId).toBe('cell-connect');
    await lesson.edit('connect');
    await page.keyboard.type('// fp?jk');
    await lesson.cell('connect').locator('.cell-code').getByText('fp?jk').waitFor();
    expect(await reading()).toBeUndefined();
    expect(await keySheet().count()).toBe(0);
  });

  test('that are single characters can be turned off, and stay so', async () => {
    await open();
    await page.keyboard.press('?');
    await keySheet().getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await page.reload();
    await lesson.isReady('connect');
    await page.keyboard.press('?');
    await page.keyboard.press('f');
    expect([await keySheet().count(), await reading()]).toEqual([0, undefined]);
    await lesson.choose('Focus mode', page.locator('lesson-toolbar'));
    expect(await reading()).toBe('focus');
  });
});

test(
  'focus mode shows the lesson alone, stays over a reload, and ends where it was begun',
  async () => {
    await open();
    const around = page.getByRole('link', { name: 'All my work' });
    await around.waitFor();
    await page.keyboard.press('f');
    await around.waitFor({ state: 'hidden' });
    expect(await page.locator('header.header').isVisible()).toBe(false);
    expect(await lesson.run('connect')).toBe('ok');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.reload();
    await lesson.isReady('connect');
    expect(await around.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Leave focus mode' }).click();
    await around.waitFor();
  },
  MINUTE,
);

describe('presenter mode', () => {
  test(
    'goes step by step with the keys and a clicker, and takes up its step after a reload',
    async () => {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await open();
      await page.keyboard.press('p');
      await expect.poll(position).toMatch(/^Step 1 of \d+$/);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      expect(await position()).toMatch(/^Step 3 of/);
      expect(await lesson.cell('connect').isVisible()).toBe(true);
      expect(await lesson.cell('services').isVisible()).toBe(false);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.reload();
      await expect.poll(position).toMatch(/^Step 3 of/);
      await lesson.isReady('connect');
      await page.keyboard.press('PageDown');
      expect(await position()).toMatch(/^Step 4 of/);
      await page.keyboard.press('PageUp');
      expect(await position()).toMatch(/^Step 3 of/);
      await page.keyboard.press('Space');
      expect(await position()).toMatch(/^Step 4 of/);
      await page.keyboard.press('b');
      await page.getByText('The screen is dark').waitFor();
      await page.keyboard.press('PageDown');
      expect(await position()).toMatch(/^Step 4 of/);
      await page.keyboard.press('End');
      expect(await page.getByRole('button', { name: 'Next step' }).getAttribute('aria-disabled')).toBe(
        'true',
      );
      await page.keyboard.press('Escape');
      expect(await reading()).toBeUndefined();
      await page.reload();
      await lesson.isReady('connect');
      expect(await reading()).toBeUndefined();
    },
    MINUTE,
  );

  test(
    'runs cells and lets them be edited, in larger type',
    async () => {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await open('#cell-connect');
      await expect.poll(focusedId).toBe('cell-connect');
      await lesson.choose('Presenter mode', page.locator('lesson-toolbar'));
      await expect.poll(position).toMatch(/^Step \d+ of/);
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Shift+Enter');
      expect(await lesson.ended('connect')).toBe('ok');
      const at = await position();
      await lesson.edit('connect');
      await page.keyboard.type('console.log(1 + 1); // b .');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Home');
      expect(await position()).toBe(at);
      const size = await lesson
        .cell('connect')
        .locator('.view-lines')
        .evaluate((lines) => Number.parseFloat(getComputedStyle(lines).fontSize));
      expect(size).toBeGreaterThan(20);
      await page.keyboard.press('Escape');
      expect(await reading()).toBe('presenter');
      await page.keyboard.press('Escape');
      expect(await reading()).toBeUndefined();
      const smaller = () =>
        lesson
          .cell('connect')
          .locator('.view-lines')
          .evaluate((lines) => Number.parseFloat(getComputedStyle(lines).fontSize));
      await expect.poll(smaller).toBe(14);
    },
    2 * MINUTE,
  );

  test('fits a phone, and is steered by its buttons', async () => {
    await page.setViewportSize(screens.phone.viewport);
    await open();
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Next step' }).click();
    await expect.poll(position).toMatch(/^Step 2 of/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.getByRole('button', { name: 'Leave presenter mode' }).click();
    expect(await reading()).toBeUndefined();
  });
});
