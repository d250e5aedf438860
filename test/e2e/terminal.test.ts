import type { BrowserContext, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { faultsOf, openScene } from '../support/scene.ts';

const FIRST = '/en/openstack/your-first-server/';
const DEPLOY = '/en/openstack/deploy-faafo/';
const MINUTE = 60_000;
/** Boots a server of the name of which the prose speaks; `network` is what an earlier cell made. */
const BOOT_WORKER = `const image = await cloud.image.images.named('ubuntu-24.04');
const flavor = await cloud.compute.flavors.named('m1.small');
const server = await cloud.compute.servers.create({
  name: 'app-worker-1', imageRef: image.id, flavorRef: flavor.id, networks: [{ uuid: network.id }],
});
await cloud.compute.servers.waitFor(server, 'ACTIVE');`;

/** What a learner does at terminals; each test goes on where the last one stopped. */
describe('terminals beside a lesson', () => {
  const scene = openScene();
  let context: BrowserContext;
  let page: Page;
  let lesson: LessonPage;
  let faults: string[];

  const screen = (name: string): Locator => page.getByRole('tabpanel', { name, exact: true });
  /** What a screen reader finds on the screen of a terminal. */
  const text = async (name: string): Promise<string> =>
    (await screen(name).locator('.xterm-accessibility [role="listitem"]').allTextContents())
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  const shows = async (name: string, expected: string | RegExp): Promise<void> => {
    const found =
      typeof expected === 'string' ? expect.stringContaining(expected) : expect.stringMatching(expected);
    await expect.poll(() => text(name)).toEqual(found);
  };
  const atPrompt = (name: string): Promise<void> => shows(name, /[$#]$/);

  beforeAll(async () => {
    context = await scene.browser.newContext({
      ...screens.desktop,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    faults = faultsOf(page);
    lesson = new LessonPage(page);
  });

  test(
    'a terminal on the learner’s own machine completes, remembers and is heard by a screen reader',
    async () => {
      await page.goto(`${scene.url}${DEPLOY}`);
      await page.getByRole('button', { name: 'Terminal', exact: true }).click();
      await page.getByRole('button', { name: 'Open a terminal on your machine' }).click();
      await atPrompt('Your machine');
      await page.keyboard.type('cat READ');
      await page.keyboard.press('Tab');
      await shows('Your machine', 'cat README');
      await page.keyboard.press('Enter');
      await shows('Your machine', 'it reaches the floating IPs of your servers');
      await page.keyboard.type('echo first $((20+22))\n');
      await shows('Your machine', 'first 42');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Home');
      await page.keyboard.type('clear; ');
      await page.keyboard.press('Enter');
      await shows('Your machine', /^first 42/);
    },
    2 * MINUTE,
  );

  test(
    'what was there before a reload is there after it, once',
    async () => {
      await page.reload();
      await shows('Your machine', /first 42/);
      await page.locator('terminal-view .xterm-screen').click();
      await page.keyboard.type('echo se"co"nd\n');
      await shows('Your machine', /\nsecond/);
      expect((await text('Your machine')).match(/first 42/g)).toHaveLength(1);
    },
    MINUTE,
  );

  test(
    'its window is as large as its place, and a program knows',
    async () => {
      const separator = page.getByRole('separator', { name: 'Size of the tools' });
      await separator.focus();
      await page.keyboard.press('End');
      await page.locator('terminal-view .xterm-screen').click();
      await page.keyboard.type('clear; echo $COLUMNS by $LINES\n');
      await shows('Your machine', /^\d+ by \d+/);
      const [, columns, rows] = /(\d+) by (\d+)/.exec(await text('Your machine')) ?? [];
      expect(Number(columns)).toBeGreaterThan(100);
      expect(Number(rows)).toBeGreaterThan(20);
    },
    MINUTE,
  );

  test(
    'a server’s card opens its console, two terminals lie side by side, and one is closed',
    async () => {
      await page.goto(`${scene.url}${FIRST}`);
      await lesson.isReady('connect');
      for (const cell of [
        'connect',
        'services',
        'list-images',
        'list-flavors',
        'make-network',
        'order-server',
        'watch-server',
      ])
        expect(await lesson.run(cell, 2 * MINUTE)).toBe('ok');
      const card = page.locator('cloud-panel').getByRole('button', { name: /^Open a terminal on / });
      const name = ((await card.getAttribute('aria-label')) ?? '').replace('Open a terminal on ', '');
      await card.click();
      await shows(name, 'The console of the server');
      await page.keyboard.type('hostname; whoami\n');
      await shows(name, new RegExp(`\\n${name}\\ncirros\\n`));
      await page.getByRole('button', { name: 'Two side by side' }).click();
      await atPrompt('Your machine');
      expect(await page.locator('terminal-view').count()).toBe(2);
      await page.getByRole('button', { name: 'Close the terminal Your machine' }).click();
      await expect.poll(() => page.locator('terminal-view').count()).toBe(1);
    },
    4 * MINUTE,
  );

  test(
    'a cell types into a terminal of its learner',
    async () => {
      await page.goto(`${scene.url}${FIRST}`);
      await lesson.isReady('connect');
      await lesson.openEditor('connect');
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(
        `import { terminal } from 'workbook';\nawait terminal().type('echo from a c"el"l\\n');`,
      );
      expect(await lesson.run('connect')).toBe('ok');
      await page.getByRole('tab', { name: 'Your machine' }).click();
      await shows('Your machine', /\nfrom a cell/);
    },
    2 * MINUTE,
  );

  test(
    'prose types a command into a terminal of the server that it speaks of, and leaves Enter to the reader',
    async () => {
      await page.goto(`${scene.url}${FIRST}`);
      await lesson.isReady('order-server');
      await lesson.cell('connect').getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Reset this cell' }).click();
      for (const cell of ['connect', 'make-network']) expect(await lesson.run(cell)).toBe('ok');
      await lesson.openEditor('order-server');
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(BOOT_WORKER);
      expect(await lesson.run('order-server', 2 * MINUTE)).toBe('ok');
      await page.goto(`${scene.url}${DEPLOY}`);
      await page.getByRole('button', { name: 'Type this for me' }).click();
      await shows('app-worker-1', /\$ tail -f \S+\.log$/);
      await page.keyboard.press('Control+c');
      await shows('app-worker-1', /log\^C\n.*\$$/);
    },
    3 * MINUTE,
  );

  test(
    'pasted lines wait for Enter, and a selection is copied',
    async () => {
      await page.evaluate(() => navigator.clipboard.writeText('echo pa"s"te\necho an"d" run\n'));
      await page.keyboard.press('Control+v');
      await shows('app-worker-1', 'echo an"d" run');
      expect(await text('app-worker-1')).not.toContain('\npaste');
      await page.keyboard.press('Enter');
      await shows('app-worker-1', /\npaste\nand run/);
      await page.locator('terminal-view .xterm-screen').dblclick({ position: { x: 12, y: 8 } });
      await page.keyboard.press('Control+Shift+C');
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\w+$/);
    },
    MINUTE,
  );

  test(
    'after a restart of the server a terminal says that it is over, and offers a new one',
    async () => {
      await scene.workbook.stop();
      await scene.startAgain();
      await page.reload();
      await page.getByRole('tab', { name: 'Your machine' }).click();
      await screen('Your machine').getByText('This shell is over').waitFor({ timeout: MINUTE });
      await screen('Your machine').getByRole('button', { name: 'Open it again' }).click();
      await atPrompt('Your machine');
      await page.keyboard.press('ArrowUp');
      await shows('Your machine', 'echo from a c');
      expect(faults).toEqual([]);
    },
    2 * MINUTE,
  );
});
