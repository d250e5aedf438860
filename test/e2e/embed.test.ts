import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express from 'express';
import type { Locator, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { openScene } from '../support/scene.ts';
import { serve } from '../support/serve.ts';

const MINUTE = 60_000;
const dist = join(import.meta.dirname, '..', '..', 'dist');

/** A page of a site that has nothing to do with the workbook, and means its cells no good with its styles. */
const pageOf = (body: string): string => `<!doctype html><html lang="en"><title>A blog</title>
  <style>* { color: red !important; } textarea, button { display: none !important; } pre { font-size: 99px }</style>
  <script src="${scene.url}/embed.js" defer></script><main><h1>A blog</h1>${body}</main></html>`;

/** What the site answers at its root. */
let body = '';

let site: Awaited<ReturnType<typeof serve>>;
const scene = openScene({
  strict: true,
  workbook: async () => {
    const app = express();
    app.get('/', (_request, response) => void response.type('html').send(pageOf(body)));
    app.get('/demo/', (_request, response) => {
      const demo = readFileSync(join(dist, 'embed', 'demo', 'index.html'), 'utf8');
      response.type('html').send(demo.replace('../../embed.js', `${scene.url}/embed.js`));
    });
    app.get('/strict/', (_request, response) => {
      const { url } = scene;
      const policy = `default-src 'none'; script-src ${url}; connect-src ${url} ${url.replace('http', 'ws')}`;
      const text = '<run-cell>const n: number = 1;</run-cell>';
      const page = `<!doctype html><script src="${url}/embed.js" defer></script>${text}`;
      response.set('content-security-policy', policy).type('html').send(page);
    });
    site = await serve(app);
    // By this name it is another site than the workbook, not only another origin: no cookie goes from one to the other.
    return { env: { WORKBOOK_ALLOWED_ORIGINS: `http://localhost:${site.port}` } };
  },
});
afterAll(() => site?.[Symbol.asyncDispose]());

async function visit(text: string, host = 'localhost', screen = screens.desktop): Promise<Page> {
  body = text;
  const page = await scene.newPage(screen);
  await page.goto(`http://${host}:${site.port}/`);
  return page;
}

const cell = (page: Page, at = 0) => page.locator('run-cell').nth(at);
/** The text in the open editor of a cell. */
const lines = async (page: Page, at = 0): Promise<string> =>
  (await cell(page, at).locator('.cm-line').allTextContents()).join('\n');
const reaches = (page: Page, state: string, at = 0) =>
  page.locator(`run-cell[state="${state}"]`).nth(at).waitFor({ timeout: MINUTE });

describe('a cell in another site’s page', () => {
  test('costs 15 kB at most before it is touched', () => {
    expect(gzipSync(readFileSync(join(dist, 'embed.js'))).length).toBeLessThanOrEqual(15_000);
  });

  test(
    'can be read, changed, run and interrupted; nothing else is loaded before',
    async () => {
      const page = await visit('<run-cell>\n  const a: number = 20;\n  console.log(a + 1);\n</run-cell>');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const code = cell(page).getByRole('textbox', { name: 'Code' });
      expect(await code.inputValue()).toBe('const a: number = 20;\nconsole.log(a + 1);');
      expect(await code.evaluate((field) => getComputedStyle(field).color)).not.toBe('rgb(255, 0, 0)');
      expect(asked).toEqual([]);
      expect(await accessibilityFaults(page)).toEqual([]);

      await cell(page).getByRole('button', { name: 'Run' }).press('Enter');
      await reaches(page, 'ok');
      await cell(page).getByRole('log').getByText('21').waitFor();

      await code.fill("console.log('begun'); for (;;) {}");
      await code.press('Shift+Enter');
      await cell(page).getByRole('log').getByText('begun').waitFor();
      await cell(page).getByRole('button', { name: 'Interrupt' }).click();
      await reaches(page, 'interrupted');
      await page.reload();
      expect(await code.inputValue()).toContain('begun');
      await page.context().close();
    },
    2 * MINUTE,
  );

  test(
    'shares values with its neighbours, shows tables and errors, and has a cloud of its own',
    async () => {
      const page = await visit(
        "<run-cell>const n = 6;</run-cell><run-cell>import { table } from 'workbook';\nimport { connect } from 'openstack';\nawait connect();\ntable([{ seven: n * 7 }])</run-cell><run-cell>nothing()</run-cell>",
      );
      await cell(page).getByRole('button', { name: 'Run' }).click();
      await reaches(page, 'ok');
      await cell(page, 1).getByRole('button', { name: 'Run' }).click();
      await cell(page, 1).getByRole('cell', { name: '42' }).waitFor({ timeout: MINUTE });
      await cell(page, 2).getByRole('button', { name: 'Run' }).click();
      await cell(page, 2).getByText('ReferenceError').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.context().close();
    },
    2 * MINUTE,
  );

  test(
    'opens an editor when it is touched, which colours, completes names of cells and modules, and undoes',
    async () => {
      const page = await visit(
        "<run-cell>const machines = 3;</run-cell><run-cell>import { table } from 'workbook';\nmach;</run-cell>",
      );
      const text = (): Promise<string> => lines(page, 1);
      const offered = (name: string): Locator =>
        cell(page, 1).locator('.cm-tooltip-autocomplete').getByText(name, { exact: true });
      await cell(page, 1).getByRole('textbox', { name: 'Code' }).click();
      const code = cell(page, 1).locator('.cm-content');
      await code.locator('.tok-keyword').first().waitFor({ timeout: MINUTE });
      expect(await cell(page, 1).getByRole('button', { name: 'Undo' }).count()).toBe(0);
      await page.keyboard.press('Control+End');
      await page.keyboard.type('\nmach');
      await offered('machines').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Escape');
      await expect
        .poll(async () => {
          await page.keyboard.press('Control+z');
          return await text();
        })
        .toBe("import { table } from 'workbook';\nmach;");
      await code.getByText('table').click();
      await page.keyboard.press('End');
      for (const _ of " } from 'workbook';") await page.keyboard.press('ArrowLeft');
      await page.keyboard.type(', sli');
      await offered('slider').click();
      await expect.poll(text).toContain("import { table, slider } from 'workbook';");
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      const run = cell(page, 1).getByRole('button', { name: 'Run' });
      await expect.poll(() => run.evaluate((one) => one.matches(':focus'))).toBe(true);
      await page.reload();
      expect(await cell(page, 1).getByRole('textbox', { name: 'Code' }).inputValue()).toContain('slider');
      await page.context().close();
    },
    2 * MINUTE,
  );

  test(
    'marks where it failed, and leads there, also into another cell',
    async () => {
      const page = await visit(
        '<run-cell>function halve(list: number[]) {\n  return list.nothing.length / 2;\n}</run-cell><run-cell>halve([1]);</run-cell>',
      );
      await cell(page).getByRole('button', { name: 'Run' }).click();
      await reaches(page, 'ok');
      await cell(page, 1).getByRole('textbox', { name: 'Code' }).click();
      await cell(page, 1).locator('.cm-content').waitFor({ timeout: MINUTE });
      await page.keyboard.press('Shift+Enter');
      await cell(page, 1).getByRole('button', { name: 'cell cell-1, line 2' }).click();
      await cell(page).locator('.cm-focused').waitFor();
      await cell(page, 1).getByRole('button', { name: 'cell cell-2, line 1' }).click();
      await cell(page, 1).locator('.cm-focused').waitFor();
      await cell(page, 1).locator('.cm-lintRange-error').first().waitFor();
      await page.keyboard.type('// ');
      await expect.poll(() => cell(page, 1).locator('.cm-lintRange-error').count()).toBe(0);
      await page.context().close();
    },
    2 * MINUTE,
  );

  test(
    'sets widgets, which its neighbours read',
    async () => {
      const page = await visit(
        "<run-cell>import { slider } from 'workbook';\nconst n = slider('How many', { max: 20 });</run-cell><run-cell>n.value * 10</run-cell>",
      );
      await cell(page).getByRole('button', { name: 'Run' }).click();
      await cell(page).getByRole('slider', { name: 'How many' }).press('ArrowRight');
      await expect
        .poll(
          async () => {
            await cell(page, 1).getByRole('button', { name: 'Run' }).click();
            await reaches(page, 'ok', 1);
            return cell(page, 1).getByRole('log').textContent();
          },
          { timeout: MINUTE },
        )
        .toContain('10');
      await page.context().close();
    },
    2 * MINUTE,
  );

  test('opens its editor in a page that allows no styles but its own, with keys for fingers on a phone', async () => {
    const page = await scene.newPage(screens.phone);
    await page.goto(`http://localhost:${site.port}/strict/`);
    await cell(page).getByRole('textbox', { name: 'Code' }).tap();
    const word = cell(page).locator('.tok-keyword');
    await word.waitFor({ timeout: MINUTE });
    const colour = (one: Locator): Promise<string> => one.evaluate((each) => getComputedStyle(each).color);
    expect(await colour(word)).not.toBe(await colour(cell(page).locator('.cm-content')));
    const undo = await cell(page).getByRole('button', { name: 'Undo' }).boundingBox();
    expect(Math.round(undo?.height ?? 0)).toBeGreaterThanOrEqual(44);
    await page.context().close();
  });

  test('tells a page of a site that is not allowed why it does not run', async () => {
    const page = await visit('<run-cell>1 + 1</run-cell>', '127.0.0.1');
    await cell(page).getByRole('button', { name: 'Run' }).click();
    await cell(page).getByRole('status').getByText('WORKBOOK_ALLOWED_ORIGINS').waitFor();
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    await page.context().close();
  });

  test('runs in a frame of an allowed site, and of no other', async () => {
    const frame = `<iframe title="a cell" src="${scene.url}/embed/cell/?code=${encodeURIComponent('40 + 2')}"></iframe>`;
    const page = await visit(frame);
    const inside = page.frameLocator('iframe');
    await inside.getByRole('button', { name: 'Run' }).click();
    await inside.getByRole('log').getByText('42').waitFor({ timeout: MINUTE });
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();
    const policy = (await fetch(`${scene.url}/embed/cell/`)).headers.get('content-security-policy');
    expect(policy).toContain(`frame-ancestors 'self' http://localhost:${site.port};`);
    const lesson = await fetch(`${scene.url}/en/openstack/your-first-server/`);
    expect(lesson.headers.get('content-security-policy')).toContain("frame-ancestors 'self';");

    const other = await visit(frame, '127.0.0.1');
    expect(await other.frameLocator('iframe').locator('run-cell').count()).toBe(0);
    await other.context().close();
  });

  test(
    'works as the demonstration page says, there and at a site of its own',
    async () => {
      for (const address of [`${scene.url}/embed/demo/`, `http://localhost:${site.port}/demo/`]) {
        const page = await scene.newPage({ ...screens.phone, colorScheme: 'dark' });
        await page.goto(address);
        for (const at of [0, 1, 2]) {
          await cell(page, at).getByRole('button', { name: 'Run' }).click();
          await reaches(page, 'ok', at);
        }
        await cell(page, 1).getByRole('log').getByText('30').waitFor();
        await cell(page, 2).getByRole('cell', { name: 'm1.tiny' }).waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        expect(await accessibilityFaults(page)).toEqual([]);
        await page.context().close();
      }
    },
    3 * MINUTE,
  );
});
