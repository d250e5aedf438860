import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { faultsOf, openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/deploy-faafo/';
const MINUTE = 60_000;

describe('the content security policy of the book', () => {
  const scene = openScene();
  let page: Page;
  let faults: string[];

  beforeEach(async () => {
    page = await scene.browser.newPage(screens.desktop);
    faults = faultsOf(page, { console: true });
    return () => page.close();
  });

  test(
    'lets a lesson run, and its editor with its workers and fonts',
    async () => {
      await page.goto(`${scene.url}${LESSON}`);
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
      await page.goto(`${scene.url}${LESSON}`);
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('security group');
      const found = page.getByRole('dialog').getByRole('link', { name: 'Deploy faafo' });
      await found.first().waitFor({ timeout: MINUTE });
      expect(faults).toEqual([]);
    },
    2 * MINUTE,
  );

  test('lets a page show what an address of the virtual network answers, in a frame', async () => {
    await page.goto(`${scene.url}/en/`);
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
    await page.goto(`${scene.url}${LESSON}`);
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
