import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express from 'express';
import type { Page } from 'playwright-core';
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
      await cell(page).getByText('begun').waitFor();
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
