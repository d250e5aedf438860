import type { BrowserContext, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { hasClient, runProgram } from '../support/program.ts';
import { openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const credentials = z.object({
  cloud: z.object({
    auth_url: z.string(),
    username: z.string(),
    password: z.string(),
    project_id: z.string(),
  }),
});

/** What a learner sees of their calls; each test goes on where the last one stopped. */
describe('the wire', { timeout: 120_000 }, () => {
  const scene = openScene();
  let context: BrowserContext;
  let page: Page;
  let lesson: LessonPage;
  let panel: Locator;
  let password: string;

  beforeAll(async () => {
    context = await scene.browser.newContext(screens.desktop);
    page = await context.newPage();
    await page.goto(`${scene.url}${LESSON}`);
    lesson = new LessonPage(page);
    panel = page.locator('.figure wire-panel');
    await lesson.isReady('connect');
  });

  const calls = (cell: string): Locator => lesson.cell(cell).getByRole('button', { name: /^\d+ calls?$/ });
  const lines = (cell: string): Locator => lesson.cell(cell).locator('.call-line');

  /** Logs in as the learner of the page does in a terminal, and gives the token. */
  async function logIn(): Promise<string> {
    const answer = await context.request.get(`${scene.url}/api/sessions/current`);
    const { cloud } = credentials.parse(await answer.json());
    password = cloud.password;
    const user = { name: cloud.username, domain: { name: 'Default' }, password };
    const scope = { project: { id: cloud.project_id } };
    const sent = await fetch(`${cloud.auth_url}/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'a-terminal/1.0' },
      body: JSON.stringify({ auth: { identity: { methods: ['password'], password: { user } }, scope } }),
    });
    return sent.headers.get('x-subject-token') ?? '';
  }

  test('a cell says how many calls its run made, and shows them', async () => {
    expect(await lesson.run('connect')).toBe('ok');
    expect(await lesson.run('services')).toBe('ok');
    expect(await lesson.run('list-flavors')).toBe('ok');
    await calls('list-flavors').click();
    const line = lines('list-flavors').first();
    await line.waitFor();
    expect(await line.textContent()).toMatch(
      /GET\s+\/compute\/v2\.1\/flavors\/detail\s+200[\s\S]*ms[\s\S]*Nova/,
    );
    await line.click();
    const text = lesson.cell('list-flavors').locator('.call-inside');
    await text.getByText('m1.tiny').first().waitFor();
    expect(await text.textContent()).toContain('x-openstack-request-id');
    expect(await text.textContent()).toContain('X-Auth-Token: $OS_TOKEN');
  });

  test('the calls are there after a reload, and after the server was killed', async () => {
    await page.reload();
    await calls('list-flavors').waitFor();
    await scene.workbook.kill();
    await scene.startAgain();
    await page.reload();
    await calls('list-flavors').click();
    await lines('list-flavors').first().click();
    await lesson.cell('list-flavors').locator('.call-inside').getByText('m1.tiny').first().waitFor();
  });

  test('what a service asked of others stands under the call that caused it', async () => {
    for (const cell of ['connect', 'services', 'make-network', 'order-server']) {
      expect(await lesson.run(cell), cell).toBe('ok');
    }
    await calls('order-server').click();
    const post = lines('order-server').filter({ hasText: 'POST' }).first();
    await post.filter({ hasText: /Nova → .*Neutron/ }).click();
    const inner = lesson.cell('order-server').locator('.call-inside .call-line');
    await inner.filter({ hasText: '/networking/v2.0/ports' }).first().waitFor();
    await inner.filter({ hasText: '/image/v2/images/' }).first().waitFor();
  });

  test('a client of the learner’s own appears in the panel as it calls, secrets masked', async () => {
    const token = await logIn();
    const answer = await fetch(`${scene.url}/cloud/networking/v2.0/routers`, {
      headers: { 'x-auth-token': token, 'user-agent': 'a-terminal/1.0' },
    });
    expect(answer.status).toBe(200);
    const routers = panel.locator('.call-line', { hasText: '/networking/v2.0/routers' });
    await routers.filter({ hasText: 'a-terminal' }).first().waitFor();
    const login = panel.locator('.call-line', { hasText: 'a-terminal' }).filter({ hasText: 'POST' });
    await login.click();
    const inside = panel.locator('.call-inside');
    await inside.getByText('"password": "***"').waitFor();
    const text = (await inside.textContent()) ?? '';
    expect(text).not.toContain(password);
    expect(text).not.toContain(token);
  });

  test.skipIf(!hasClient('openstack', '--version'))(
    'the stock openstack command appears in it too, by its own name',
    async () => {
      const openrc = await (await context.request.get(`${scene.url}/api/sessions/current/openrc`)).text();
      const ended = await runProgram('bash', ['-c', `${openrc}\nopenstack keypair list`], {});
      expect(ended).toMatchObject({ status: 0 });
      const line = panel.locator('.call-line', { hasText: '/compute/v2.1/os-keypairs' });
      await line
        .filter({ hasText: /Nova · (openstacksdk|python-\w+)/ })
        .first()
        .waitFor();
    },
  );

  test('nobody sees the calls of somebody else', async () => {
    const other = await scene.browser.newContext(screens.desktop);
    const theirs = await other.newPage();
    await theirs.goto(`${scene.url}${LESSON}`);
    await new LessonPage(theirs).isReady('connect');
    await theirs.locator('.figure wire-panel').getByText('No calls yet').waitFor();
    const own = await context.request.get(`${scene.url}/api/sessions/current/wire/1`);
    const foreign = await other.request.get(`${scene.url}/api/sessions/current/wire/1`);
    expect([own.status(), foreign.status()]).toEqual([200, 404]);
    await other.close();
  });

  test('a phone opens the calls from the sheet of the cloud', async () => {
    const phone = await scene.browser.newContext({
      ...screens.phone,
      storageState: await context.storageState(),
    });
    const small = await phone.newPage();
    await small.goto(`${scene.url}${LESSON}`);
    await small.locator('cloud-panel .panel-toggle').click();
    await small
      .locator('cloud-panel')
      .getByRole('button', { name: /Calls to your cloud/ })
      .click();
    await small.locator('cloud-panel .call-line', { hasText: 'a-terminal' }).first().waitFor();
    expect(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await phone.close();
  });
});
