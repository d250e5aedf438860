import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stillContext } from '../support/accessibility.ts';
import { newLearner } from '../support/learner.ts';
import { Reader } from '../support/reader.ts';
import { openScene } from '../support/scene.ts';

const MINUTE = 60_000;
const LESSON = 'openstack/deploy-faafo';
const cells = join(import.meta.dirname, '../../content/10-openstack/20-deploy-faafo/cells');
/** What the lesson does until a server with a floating IP is there; its server installs nothing here. */
const upToServer =
  'connect list-images list-flavors choose key-pair make-network make-router make-groups add-rules'.split(
    ' ',
  );
const BOOT = `const controller = await cloud.compute.servers.create({
  name: 'app-controller', imageRef: image.id, flavorRef: flavor.id, networks: [{ uuid: network.id }],
  key_name: keypair.name, security_groups: [{ name: 'control' }],
});
await cloud.compute.servers.waitFor(controller, 'ACTIVE');`;
/** The learner's private key, put where ssh looks for it. */
const BRING_KEY = `import { terminal } from 'workbook';
const lines = ["mkdir -p ~/.ssh; cat > ~/.ssh/id_rsa <<'END'", keypair.private_key.trim(), 'END', 'chmod 600 ~/.ssh/id_rsa', ''];
await terminal().type(lines.join('\\n'));`;
const CLOSE = `const rules = await cloud.network.securityGroupRules.list({ security_group_id: controlGroup.id });
const door = rules.find(({ direction, port_range_min }) => direction === 'ingress' && port_range_min === 22);
await cloud.network.securityGroupRules.delete(door.id);`;
const OPEN = 'await allow(controlGroup, 22);';

/** A learner at their own machine, and a server of theirs behind its security group; each test goes on where the last one stopped. */
describe('ssh from the learner’s own machine', { timeout: 2 * MINUTE }, () => {
  const scene = openScene();
  let page: Page;
  let reader: Reader;

  const run = async (cell: string, code: string): Promise<void> => {
    const { outcome, error } = await reader.run(cell, code);
    expect({ cell, outcome, error }).toEqual({ cell, outcome: 'ok', error: undefined });
  };
  /** What a screen reader finds on the screen of the terminal. */
  const text = async (): Promise<string> =>
    (await page.locator('.xterm-accessibility [role="listitem"]').allTextContents())
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  const shows = (expected: RegExp): Promise<void> =>
    expect.poll(text).toEqual(expect.stringMatching(expected));
  const enter = async (line: string): Promise<void> => page.keyboard.type(`clear; ${line}\n`);

  beforeAll(async () => {
    const { cookie } = await newLearner(scene.url);
    reader = await Reader.open(scene.url, cookie, LESSON);
    for (const cell of upToServer) await run(cell, await readFile(join(cells, `${cell}.ts`), 'utf8'));
    await run('boot-controller', BOOT);
    await run('floating-ip', await readFile(join(cells, 'floating-ip.ts'), 'utf8'));
    const context = await stillContext(scene.browser, 'desktop', { url: scene.url, cookie });
    page = await context.newPage();
    await page.goto(`${scene.url}/en/${LESSON}/`);
    await page.getByRole('button', { name: 'Terminal', exact: true }).click();
    await page.getByRole('button', { name: 'Open a terminal on your machine' }).click();
  }, 3 * MINUTE);
  afterAll(() => reader?.close());

  test('finds the key that a cell put there', async () => {
    await shows(/\$$/);
    await run('draw', BRING_KEY);
    await shows(/chmod 600[\s\S]*\$$/);
    await page.locator('.xterm-screen').click();
    await enter('head -n 1 ~/.ssh/id_rsa');
    await shows(/^-----BEGIN .*PRIVATE KEY-----/);
  });

  test('gets in by the name of a server with a floating IP, after a question about the host', async () => {
    await enter('ssh ubuntu@app-controller');
    await shows(/continue connecting \(yes\/no\)\?$/);
    await page.keyboard.type('yes\n');
    await shows(/ubuntu@app-controller:~\$$/);
    await enter('exit');
    await shows(/Connection to app-controller closed\.\n.*workstation:~\$$/);
  });

  test('hangs without a word when the rule for it is gone, and Ctrl+C leaves it', async () => {
    await run('close-port', CLOSE);
    await enter('ssh ubuntu@app-controller');
    await shows(/^$/);
    await page.keyboard.press('Control+c');
    await shows(/^\^C\n.*workstation:~\$$/);
    await page.keyboard.type('echo "code $?"\n');
    await shows(/\ncode 130\n/);
  });

  test('gives up after as long as it was told to wait, as a real one does', async () => {
    await enter('ssh -o ConnectTimeout=2 ubuntu@app-controller; echo $?');
    await shows(/^ssh: connect to host app-controller port 22: Connection timed out\n255\n/);
  });

  test('gets in while it still knocks, once the rule is there again', async () => {
    await enter('ssh ubuntu@app-controller');
    await shows(/^$/);
    await run('open-port', OPEN);
    await shows(/ubuntu@app-controller:~\$$/);
    await enter('exit');
    await shows(/workstation:~\$$/);
  });
});
