import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults, faultsByDayAndNight } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { faultsOf, openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/deploy-faafo/';
const MINUTE = 60_000;

/** What a newcomer does, from the home page to a fractal and beyond; each test goes on where the last one stopped. */
describe('from a clean start to a fractal', () => {
  const scene = openScene();
  let context: BrowserContext;
  let page: Page;
  let lesson: LessonPage;
  let faults: string[];

  async function open(path: string): Promise<void> {
    await page.goto(`${scene.url}${path}`);
  }

  /** Where the page shows the application: `/at/<floating IP>/80/`. */
  async function frameAddress(): Promise<string> {
    const address = await page.locator('cloud-panel code[data-address="floating"]').first().textContent();
    return `/at/${address?.trim()}/80/`;
  }

  beforeAll(async () => {
    context = await scene.browser.newContext(screens.desktop);
    page = await context.newPage();
    faults = faultsOf(page);
    lesson = new LessonPage(page);
  });

  test('the home page says what the course is, by whom, under which licence, and where to start', async () => {
    await open('/');
    await page.waitForURL('**/en/');
    const text = await page.textContent('main');
    expect(text).toContain('OpenStack');
    expect(text).toContain('Aransay');
    expect(text).toContain('CC BY-NC-SA 4.0');
    expect(text).toContain('Apache');
    await page.getByRole('link', { name: 'Start', exact: true }).click();
    await page.waitForURL('**/en/openstack/your-first-server/');
    await page.getByRole('link', { name: 'Deploy faafo' }).first().click();
    await page.waitForURL(`**${LESSON}`);
    expect(await page.textContent('h1')).toContain('Deploy faafo');
  });

  test(
    'a cell can be edited, with completion that knows the cloud, and runs by Shift+Enter',
    async () => {
      const cell = lesson.cell('connect');
      await lesson.edit('connect');
      await lesson.typeUntilOffered('cloud.compute.', 'servers');
      await page.keyboard.type("servers; console.log('edited');");
      await page.keyboard.press('Shift+Enter');
      expect(await lesson.ended('connect')).toBe('ok');
      expect(await lesson.output('connect').textContent()).toContain('edited');
      await lesson.choose('Reset this cell', cell);
      await expect.poll(() => cell.locator('.cell-code').textContent()).not.toContain('edited');
    },
    3 * MINUTE,
  );

  test(
    'an error names the line, and later cells still run',
    async () => {
      const cell = lesson.cell('list-images');
      await lesson.openEditor('list-images');
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('const before = 1;\nnoSuchName;\n');
      expect(await lesson.run('list-images')).toBe('error');
      const shown = await lesson.output('list-images').textContent();
      expect(shown).toContain('noSuchName is not defined');
      expect(shown).toContain('line 2');
      await lesson.choose('Reset this cell', cell);
      expect(await lesson.run('list-images')).toBe('ok');
      expect(await lesson.output('list-images').textContent()).toContain('ubuntu-24.04');
    },
    3 * MINUTE,
  );

  test(
    'Run all deploys faafo, draws, loses a worker, closes the port and opens it again',
    async () => {
      await page.getByRole('button', { name: 'Run all', exact: true }).click();
      await lesson.reaches('one-worker', ['running'], 3 * MINUTE);
      // In the middle of a run: what is running goes on, and what was printed is there.
      await expect.poll(() => lesson.output('one-worker').textContent()).toContain('has drawn one');
      await page.reload();
      await lesson.reaches('one-worker', ['running', 'ok'], MINUTE);
      await expect.poll(() => lesson.output('one-worker').textContent()).toContain('11 left');
      expect(await lesson.ended('one-worker', 2 * MINUTE)).toBe('ok');
      const text = (await lesson.output('one-worker').textContent()) ?? '';
      expect(text.match(/has drawn one/g)).toHaveLength(12);
      expect(await lesson.ended('open-port', 6 * MINUTE)).toBe('ok');
      const states = await page
        .locator('run-cell:not([optional])')
        .evaluateAll((cells) =>
          cells.map((cell) => `${cell.getAttribute('name')} ${cell.getAttribute('state')}`),
        );
      expect(states.filter((state) => !state.endsWith(' ok'))).toEqual([]);
    },
    12 * MINUTE,
  );

  test('the lesson showed BUILD before ACTIVE, and cloud-init at work', async () => {
    expect(await lesson.output('boot-controller').textContent()).toMatch(/BUILD[\s\S]*ACTIVE/);
    expect(await lesson.output('follow-controller').textContent()).toMatch(/Cloud-init .* finished/);
  });

  test('three workers shared the queue, and a deleted worker finished nothing', async () => {
    expect(await lesson.output('compare').textContent()).toMatch(
      /Three workers are [\d.]+ times as fast as one/,
    );
    const three = (await lesson.output('three-workers').textContent()) ?? '';
    for (const worker of ['app-worker-1', 'app-worker-2', 'app-worker-3']) expect(three).toContain(worker);
    const saved = await lesson.output('lose-a-worker').getByRole('row').allTextContents();
    expect(saved.filter((row) => /app-worker-[12]/.test(row))).toHaveLength(6);
    expect(saved.filter((row) => row.includes('app-worker-3'))).toEqual([]);
  });

  test('the silent port was a time-out, not a refusal', async () => {
    expect(await lesson.output('knock').textContent()).toMatch(/does not answer: .*time/i);
  });

  test('the application opens in the page, with its table and its pictures', async () => {
    const frame = page.frameLocator('visit-application iframe').first();
    await frame.getByText('Generated by').first().waitFor({ timeout: MINUTE });
    for (const label of [
      'UUID',
      'Duration',
      'Dimensions',
      'Iterations',
      'Parameters',
      'Filesize',
      'Checksum',
    ]) {
      expect(await frame.getByText(label).count()).toBeGreaterThan(0);
    }
    const loaded = await frame
      .locator('img')
      .first()
      .evaluate((image) =>
        image instanceof HTMLImageElement ? image.decode().then(() => image.naturalWidth) : 0,
      );
    expect(loaded).toBeGreaterThan(100);
  });

  test(
    'the viewer shows rows while they are computed',
    async () => {
      await page.locator('julia-viewer').scrollIntoViewIfNeeded();
      const drawing = lesson.run('draw', MINUTE);
      await page
        .locator('julia-viewer')
        .getByText(/row \d+ of \d+/)
        .first()
        .waitFor({ timeout: MINUTE });
      expect(await drawing).toBe('ok');
      expect(await lesson.run('drawn', 2 * MINUTE)).toBe('ok');
      const coloured = await page
        .locator('julia-viewer canvas')
        .first()
        .evaluate((canvas) => {
          if (!(canvas instanceof HTMLCanvasElement)) return 0;
          const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
          return new Set(pixels).size;
        });
      expect(coloured).toBeGreaterThan(8);
      await page.reload();
      await page.locator('julia-viewer canvas').first().waitFor({ timeout: MINUTE });
    },
    4 * MINUTE,
  );

  test(
    'the figure shows where a packet stops, and that it arrives',
    async () => {
      const figure = page.locator('packet-trace');
      await figure.getByRole('button', { name: 'Trace' }).click();
      await figure.getByText('It arrived.').waitFor();
      expect(await lesson.run('close-port')).toBe('ok');
      await figure.getByRole('button', { name: 'Trace' }).click();
      await figure.getByText(/It stopped at/).waitFor();
      expect(await figure.textContent()).toContain('control');
      expect(await lesson.run('open-port', 2 * MINUTE)).toBe('ok');
      await figure.getByRole('button', { name: 'Trace' }).click();
      await figure.getByText('It arrived.').waitFor();
    },
    4 * MINUTE,
  );

  test(
    'axe finds nothing wrong with the lesson and its live figures, nor with the application itself',
    async () => {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      expect(await faultsByDayAndNight(page)).toEqual([]);
      const application = await page.context().newPage();
      await application.goto(`${scene.url}${await frameAddress()}`);
      await application.getByText('Generated by').first().waitFor({ timeout: MINUTE });
      expect(await accessibilityFaults(application)).toEqual([]);
      await application.close();
    },
    2 * MINUTE,
  );

  test(
    'after the server was killed and started again everything is there',
    async () => {
      const before = await lesson.output('compare').textContent();
      await scene.workbook.kill();
      await scene.startAgain();
      await page.reload();
      await lesson.reaches('compare', ['ok']);
      expect(await lesson.output('compare').textContent()).toBe(before);
      await page.locator('cloud-panel').getByText('app-worker-2').first().waitFor({ timeout: MINUTE });
      // The machines boot again with the server: the page may have knocked before the application listened.
      await expect.poll(async () => (await fetch(`${scene.url}${await frameAddress()}`)).status).toBe(200);
      await page.locator('visit-application').first().getByRole('button', { name: 'Reload' }).click();
      const frame = page.frameLocator('visit-application iframe').first();
      await frame.getByText('Generated by').first().waitFor({ timeout: MINUTE });
    },
    3 * MINUTE,
  );

  test('the kernel of the last life is gone, and says so; run again, the lesson goes on', async () => {
    expect(await lesson.run('connect')).toBe('ok');
    expect(await lesson.run('list-images')).toBe('ok');
  });

  test(
    'resets give back the start: the lesson, then the cloud',
    async () => {
      await lesson.choose('Reset this lesson', page.locator('lesson-toolbar'));
      await page.getByRole('alertdialog').getByRole('button', { name: 'Reset this lesson' }).click();
      await lesson.reaches('compare', ['idle']);
      expect(await page.locator('cloud-panel').textContent()).toContain('app-controller');
      await page.locator('cloud-panel').getByRole('button', { name: 'Reset my cloud' }).click();
      await page.locator('cloud-panel').getByRole('button', { name: 'Reset my cloud' }).last().click();
      await page.locator('cloud-panel').getByText('No servers yet').waitFor({ timeout: MINUTE });
    },
    3 * MINUTE,
  );

  test('no script of the page has failed on the way', () => {
    expect(faults).toEqual([]);
  });
});
