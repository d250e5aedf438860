import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsByDayAndNight, stillContext } from '../support/accessibility.ts';
import { newLearner } from '../support/learner.ts';
import { LessonPage } from '../support/page.ts';
import { Reader } from '../support/reader.ts';
import { openScene } from '../support/scene.ts';

const MINUTE = 60_000;
const LESSON = 'openstack/your-first-server';
const cells = join(import.meta.dirname, '../../content/10-openstack/10-your-first-server/cells');

/** What lies beside a lesson, and the other ways to read it; each test goes on where the last one stopped, by the keyboard alone. */
describe('axe finds nothing wrong with', { timeout: MINUTE }, () => {
  const scene = openScene();
  let cookie: string;
  beforeAll(async () => {
    ({ cookie } = await newLearner(scene.url));
    const reader = await Reader.open(scene.url, cookie, LESSON);
    for (const cell of ['connect', 'make-network', 'order-server', 'watch-server'])
      expect((await reader.run(cell, await readFile(join(cells, `${cell}.ts`), 'utf8'))).outcome).toBe('ok');
    const zoo = `const zoo = new Map([['owl', { legs: 2 }]]);`;
    expect((await reader.run('services', zoo)).outcome).toBe('ok');
    reader.close();
  });

  describe.each(['desktop', 'phone'] as const)('on a %s,', (screen) => {
    let context: BrowserContext;
    let page: Page;
    let lesson: LessonPage;
    beforeAll(async () => {
      context = await stillContext(scene.browser, screen, { url: scene.url, cookie });
      page = await context.newPage();
      lesson = new LessonPage(page);
      await page.goto(`${scene.url}/en/${LESSON}/`);
      await lesson.isReady('connect');
    });
    afterAll(() => context?.close());

    const isSound = async (within: string): Promise<void> =>
      expect(await faultsByDayAndNight(page, within)).toEqual([]);
    const hasFocus = async (element: Locator): Promise<void> =>
      expect.poll(() => element.evaluate((one) => one === document.activeElement)).toBe(true);
    const dock = (): Locator => page.locator('lesson-dock');
    const button = (name: string | RegExp): Locator => dock().getByRole('button', { name });

    test('the learner’s cloud, with a server and with its calls', async () => {
      const panel = page.locator('cloud-panel');
      const toggle = panel.getByRole('button', { name: /^Your cloud/ });
      if (screen === 'phone') await toggle.press('Enter');
      await panel.getByRole('button', { name: /^Open a terminal on / }).waitFor();
      await panel.getByRole('button', { name: /^Calls to your cloud/ }).press('Enter');
      await panel.locator('.call-line').first().press('Enter');
      await panel.locator('.call-inside').first().getByText('x-openstack-request-id').first().waitFor();
      await isSound('cloud-panel');
      await page.keyboard.press('Escape');
      if (screen === 'phone') await hasFocus(toggle);
    });

    test('the terminals: none, one with its search, and the menu for another', async () => {
      await button('Terminal').press('Enter');
      await dock().getByText('No terminal is open').waitFor();
      await isSound('lesson-dock');
      await button('Open a terminal on your machine').press('Enter');
      await dock().locator('.xterm-accessibility').getByText('$').first().waitFor();
      await isSound('lesson-dock');
      const shell = dock().locator('.xterm-helper-textarea');
      await hasFocus(shell);
      await page.keyboard.press('Control+Shift+F');
      await hasFocus(dock().getByRole('searchbox'));
      await isSound('lesson-dock');
      await page.keyboard.press('Escape');
      await hasFocus(shell);
      await page.keyboard.press('F6');
      await hasFocus(dock().getByRole('tab', { name: 'Your machine' }));
      await button('New').press('Enter');
      await hasFocus(dock().getByRole('menuitem').first());
      await isSound('lesson-dock');
      await page.keyboard.press('Escape');
      await hasFocus(button('New'));
    });

    test('two terminals side by side, where there is room, and one whose shell has ended', async () => {
      const split = button('Two side by side');
      if (screen === 'desktop') {
        await split.press('Enter');
        await expect.poll(() => dock().locator('terminal-view').count()).toBe(2);
        await dock().locator('.xterm-accessibility').nth(1).getByText('$').first().waitFor();
        await isSound('lesson-dock');
        await dock().getByRole('tab', { name: 'Your machine 2' }).press('Delete');
        await expect.poll(() => dock().locator('terminal-view').count()).toBe(1);
      } else expect(await split.isVisible()).toBe(false);
      await dock().locator('.xterm-helper-textarea').focus();
      await page.keyboard.type('exit\n');
      await dock().getByText('The shell has ended.').waitFor();
      await isSound('lesson-dock');
      await dock().getByRole('tab', { name: 'Your machine' }).press('Delete');
      await dock().getByText('No terminal is open').waitFor();
    });

    test('the variables, one of them unfolded, and a filter that lets none pass', async () => {
      await dock().getByRole('tab', { name: 'Terminal', exact: true }).press('ArrowRight');
      await hasFocus(dock().getByRole('tab', { name: 'Debugger' }));
      await dock().getByRole('tab', { name: 'Debugger' }).press('ArrowRight');
      await hasFocus(dock().getByRole('tab', { name: 'Variables' }));
      const row = dock().getByRole('row').filter({ hasText: 'zoo' });
      await row.getByRole('button').first().press('Enter');
      await row.locator('.tree-inside').getByText('owl').waitFor();
      await isSound('lesson-dock');
      await dock().getByRole('searchbox').fill('nothing of that name');
      await dock()
        .getByText(/No name contains|nothing of that name/)
        .first()
        .waitFor();
      await isSound('lesson-dock');
    });

    test('the dock: it is sized by the arrow keys, and closing it gives the focus back', async () => {
      const separator = dock().getByRole('separator', { name: 'Size of the tools' });
      const size = async () => Number(await separator.getAttribute('aria-valuenow'));
      const before = await size();
      await separator.press('ArrowUp');
      await expect.poll(size).toBeGreaterThan(before);
      await button('Close the tools').press('Enter');
      await hasFocus(button('Variables'));
    });

    test('focus mode', async () => {
      await lesson.choose('Focus mode', page.locator('lesson-toolbar'));
      const leave = page.getByRole('button', { name: 'Leave focus mode' });
      await leave.waitFor();
      await isSound('html');
      await leave.press('Enter');
      await page.locator('header.header').waitFor();
    });

    test('presenter mode: a step, the last one, and with the tools open beside it', async () => {
      await lesson.choose('Presenter mode', page.locator('lesson-toolbar'));
      await page.getByText(/^Step \d+ of/).waitFor();
      await page.getByRole('button', { name: 'Next step' }).press('Enter');
      await isSound('html');
      await page.keyboard.press('End');
      await page.getByText(/^Step (\d+) of \1$/).waitFor();
      await isSound('html');
      await page.keyboard.press('Escape');
      await page.locator('header.header').waitFor();
      await button('Variables').press('Enter');
      await lesson.choose('Presenter mode', page.locator('lesson-toolbar'));
      await page.getByText(/^Step \d+ of/).waitFor();
      await dock().getByRole('searchbox').fill('zoo');
      await dock().getByRole('row').filter({ hasText: 'zoo' }).waitFor();
      await isSound('html');
      await page.keyboard.press('Escape');
      await button('Close the tools').press('Enter');
    });
  });
});
