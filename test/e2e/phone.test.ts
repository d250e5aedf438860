import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { screens, startBrowser } from '../support/browser.ts';
import { type RunningWorkbook, startWorkbook } from '../support/workbook.ts';

describe('the book on a phone', () => {
  let workbook: RunningWorkbook;
  let browser: Browser;

  beforeAll(async () => {
    workbook = await startWorkbook();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await workbook?.close();
  });

  const theme = (page: Page) => page.locator('html').getAttribute('data-theme');

  test.each(['/en/', '/nowhere/'])('at %s lets its reader choose the theme, which stays', async (path) => {
    const context = await browser.newContext({ ...screens.phone, colorScheme: 'light' });
    const page = await context.newPage();
    await page.goto(`${workbook.url}${path}`);
    expect(await theme(page)).toBe('light');
    await page.getByRole('combobox', { name: 'Select theme' }).selectOption('dark');
    expect(await theme(page)).toBe('dark');
    await page.reload();
    expect(await theme(page)).toBe('dark');
    await context.close();
  });

  test('at a lesson has one switch, in the menu', async () => {
    const context = await browser.newContext(screens.phone);
    const page = await context.newPage();
    await page.goto(`${workbook.url}/en/openstack/deploy-faafo/`);
    const switches = page.getByRole('combobox', { name: 'Select theme' });
    expect(await switches.count()).toBe(0);
    await page.getByRole('button', { name: 'Menu' }).click();
    expect(await switches.count()).toBe(1);
    await context.close();
  });
});
