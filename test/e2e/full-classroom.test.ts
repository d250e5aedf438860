import { expect, test } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { newLearner } from '../support/learner.ts';
import { LessonPage } from '../support/page.ts';
import { Reader } from '../support/reader.ts';
import { openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const MINUTE = 60_000;

const scene = openScene({
  workbook: () => ({ env: { WORKBOOK_KERNELS: '1', WORKBOOK_WARM_KERNELS: '0', WORKBOOK_LEARNERS: '2' } }),
});

test(
  'a learner sees their place in the line, and runs when it is their turn; one too many sees that the classroom is full',
  async () => {
    const ada = await Reader.open(
      scene.url,
      (await newLearner(scene.url)).cookie,
      'openstack/your-first-server',
    );
    const looping = ada.run('loop', `await new Promise((resolve) => setTimeout(resolve, 8000))`);
    const page = await scene.newPage();
    await page.goto(`${scene.url}${LESSON}`);
    const bob = new LessonPage(page);
    await bob.isReady('connect');
    await bob.cell('connect').getByRole('button', { name: 'Run', exact: true }).click();
    const status = page.locator('lesson-toolbar').getByRole('status');
    await status.filter({ hasText: 'You are number 1 in the line' }).waitFor();
    await bob.cell('connect').getByText('for a kernel, number 1 in the line').waitFor();
    expect(await accessibilityFaults(page, { within: 'lesson-toolbar, run-cell[name="connect"]' })).toEqual(
      [],
    );
    const late = await scene.newPage(screens.phone);
    await late.goto(`${scene.url}${LESSON}`);
    const full = late.locator('lesson-toolbar').getByRole('status');
    await full.filter({ hasText: 'The classroom is full.' }).waitFor();
    expect(await accessibilityFaults(late, { within: 'lesson-toolbar' })).toEqual([]);
    await looping;
    expect(await bob.ended('connect')).toBe('ok');
    await status.waitFor({ state: 'hidden' });
    ada.close();
  },
  2 * MINUTE,
);
