import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { screens, startBrowser } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';

const LESSON = '/en/openstack/deploy-faafo/';
const MINUTE = 60_000;

describe('the content security policy of the book', () => {
  let workbook: RunningWorkbook;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    workbook = await startWorkbook();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await workbook?.close();
  });
  beforeEach(async () => {
    page = await browser.newPage(screens.desktop);
    faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    return () => page.close();
  });

  test(
    'lets a lesson run, and its editor with its workers and fonts',
    async () => {
      await page.goto(`${workbook.url}${LESSON}`);
      const lesson = new LessonPage(page);
      await lesson.edit('connect');
      await lesson.typeUntilOffered('cloud.compute.', 'servers');
      await page.keyboard.type('servers;');
      await page.keyboard.press('Shift+Enter');
      expect(await lesson.ended('connect')).toBe('ok');
      await page.evaluate(() => document.fonts.ready);
      expect(faults).toEqual([]);
    },
    2 * MINUTE,
  );

  test(
    'lets the search find',
    async () => {
      await page.goto(`${workbook.url}${LESSON}`);
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('security group');
      const found = page.getByRole('dialog').getByRole('link', { name: 'Deploy faafo' });
      await found.first().waitFor({ timeout: MINUTE });
      expect(faults).toEqual([]);
    },
    2 * MINUTE,
  );

  test('lets a page show what an address of the virtual network answers, in a frame', async () => {
    await page.goto(`${workbook.url}/en/`);
    const answer = page.waitForResponse((response) => response.url().includes('/at/203.0.113.200/'));
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = '/at/203.0.113.200/80/';
      document.body.append(frame);
    });
    expect((await answer).status()).toBeGreaterThanOrEqual(500);
    expect(faults.filter((fault) => fault.includes('Content Security Policy'))).toEqual([]);
  });

  test('runs no script that something has put into the page, and sends nothing elsewhere', async () => {
    await page.goto(`${workbook.url}${LESSON}`);
    const refused = await page.evaluate(async () => {
      const directives: string[] = [];
      const { promise, resolve } = Promise.withResolvers<void>();
      document.addEventListener('securitypolicyviolation', (event) => {
        directives.push(event.effectiveDirective);
        if (directives.length === 4) resolve();
      });
      const script = document.createElement('script');
      script.textContent = "document.title = 'taken over'";
      document.body.append(script);
      const place = document.createElement('div');
      place.innerHTML = `<img src="nothing.png" onerror="document.title = 'taken over'">`;
      document.body.append(place);
      const image = new Image();
      image.src = 'http://127.0.0.1:9/secret.png';
      await fetch('http://127.0.0.1:9/secret').catch(() => undefined);
      await promise;
      return directives.sort();
    });
    expect(refused).toEqual(['connect-src', 'img-src', 'script-src-attr', 'script-src-elem']);
    expect(await page.title()).not.toBe('taken over');
  });
});
