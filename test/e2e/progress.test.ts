import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { workExport } from '../../sandbox-server/protocol/work.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { faultsOf, openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const MINUTE = 60_000;

const scene = openScene();
let page: Page;
let lesson: LessonPage;
let faults: string[];

beforeEach(async () => {
  page = await scene.newPage();
  lesson = new LessonPage(page);
  faults = faultsOf(page, { console: true });
});
afterEach(() => page.context().close());

const open = async (path: string): Promise<void> => {
  await page.goto(`${scene.url}${path}`);
};

const runFirstCells = async (): Promise<void> => {
  await open(LESSON);
  await lesson.isReady('connect');
  expect(await lesson.run('connect')).toBe('ok');
  expect(await lesson.run('services')).toBe('ok');
};

const sidebarLink = (name: RegExp) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });

describe('a learner who comes back', () => {
  test(
    'is asked nothing before they begin, and offered to go on where they were afterwards',
    async () => {
      await open('/en/');
      await page.getByRole('link', { name: 'Start', exact: true }).waitFor();
      await open('/en/my-work/');
      await page.getByText('You have not done anything yet').waitFor();
      expect(faults).toEqual([]);

      await runFirstCells();
      await sidebarLink(/Your first server\s*\(begun, 2 of/).waitFor();
      await open('/en/');
      await page.getByText('“Your first server”, at the cell services.').waitFor();
      await page.getByRole('link', { name: 'Continue' }).press('Enter');
      await page.waitForURL(`**${LESSON}#cell-services`);
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('cell-services');
      expect(faults).toEqual([]);
    },
    2 * MINUTE,
  );

  test(
    'finds all their work on one page, with links to the cells, and takes it along',
    async () => {
      await runFirstCells();
      await open('/en/my-work/');
      await page.getByText('2 of 12 cells run').waitFor();
      await page.getByText('What you did').press('Enter');
      const row = page.getByRole('row', { name: /connect\s+ran/ });
      expect(await row.getByRole('link').getAttribute('href')).toBe(`${LESSON}#cell-connect`);
      expect(await accessibilityFaults(page)).toEqual([]);

      const arriving = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Download all my work' }).click();
      const stream = await (await arriving).createReadStream();
      const text = (await stream.toArray()).join('');
      const file = workExport.parse(JSON.parse(text));
      expect(file.lessons[0]?.entries.map(({ event }) => event.kind)).toContain('output');
      const schema = await page.request.get(file.$schema);
      expect(z.looseObject({ type: z.string() }).parse(await schema.json()).type).toBe('object');
    },
    2 * MINUTE,
  );

  test(
    'deletes one lesson’s work, and it is gone from every page, an open one too',
    async () => {
      await runFirstCells();
      const work = await page.context().newPage();
      await work.goto(`${scene.url}/en/my-work/`);
      await work.getByRole('button', { name: 'Delete this work' }).press('Enter');
      await work.getByRole('button', { name: 'Cancel' }).press('Enter');
      await work.getByText('2 of 12 cells run').waitFor();
      await work.getByRole('button', { name: 'Delete this work' }).press('Enter');
      await work.getByRole('alertdialog').getByRole('button', { name: 'Delete this work' }).press('Enter');
      await work.getByRole('status').filter({ hasText: 'is deleted' }).waitFor();
      await work.getByText('You have not done anything yet').waitFor();
      expect(await lesson.reaches('connect', ['idle'])).toBe('idle');
      await expect.poll(() => page.locator('.progress-mark').count()).toBe(0);
    },
    2 * MINUTE,
  );

  test(
    'deletes everything, and is a stranger to the server and to an open page',
    async () => {
      await runFirstCells();
      const named = await lesson.output('connect').textContent();
      const work = await page.context().newPage();
      await work.goto(`${scene.url}/en/my-work/`);
      await work.getByRole('button', { name: 'Delete everything' }).click();
      expect(await accessibilityFaults(work)).toEqual([]);
      await work.getByRole('alertdialog').getByRole('button', { name: 'Delete everything' }).click();
      await work.getByRole('status').filter({ hasText: 'Everything of yours is deleted.' }).waitFor();
      expect(
        await work.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith(':edits'))),
      ).toEqual([]);
      expect(await lesson.reaches('connect', ['idle'])).toBe('idle');
      await lesson.isReady('connect');
      expect(await lesson.run('connect')).toBe('ok');
      expect(await lesson.output('connect').textContent()).not.toBe(named);
    },
    2 * MINUTE,
  );

  test('reads all this on a phone, where nothing is wider than the screen', async () => {
    await page.setViewportSize(screens.phone.viewport);
    await runFirstCells();
    await open('/en/my-work/');
    await page.getByText('What you did').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
