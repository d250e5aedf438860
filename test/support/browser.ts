import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium as playwright } from 'playwright-core';

const notStrict = ['--disable-web-security', '--disable-site-isolation-trials'];

/**
 * Starts the Chromium that npm brings, headless; no package of the system is needed.
 * `strict` keeps sites apart as a reader's browser does, which that Chromium leaves out by itself.
 */
export async function startBrowser({ strict = false } = {}): Promise<Browser> {
  const left = new Set(['--single-process', ...(strict ? notStrict : [])]);
  const executablePath = await chromium.executablePath();
  if (!existsSync(executablePath)) throw new Error(`Chromium was not unpacked to ${executablePath}`);
  return playwright.launch({
    executablePath,
    headless: true,
    args: [...chromium.args.filter((flag) => !left.has(flag)), '--disable-background-networking'],
  });
}

/** A desktop and a phone, as the book is looked at. */
export const screens = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} satisfies Record<string, BrowserContextOptions>;
