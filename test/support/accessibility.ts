import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import { screens } from './browser.ts';

const results = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ target: z.array(z.unknown()), failureSummary: z.string().optional() })),
    }),
  ),
});

/** The rules whose findings change with the theme. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** The whole page, or what a selector finds in it; by all rules that axe has on by itself, or by some. */
type Look = { within?: string; rules?: readonly string[] };

/** What axe-core finds wrong with the page as it is now: a line for each place, its rule first. */
export async function accessibilityFaults(
  page: Page,
  { within = 'html', rules }: Look = {},
): Promise<string[]> {
  // What is in a frame is looked at from within.
  for (const frame of page.frames())
    if (!(await frame.evaluate('"axe" in window'))) await frame.evaluate(axe.source);
  await page.locator(within).first().waitFor({ state: 'attached' });
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) };
  const run = `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`;
  const found = results.parse(await page.evaluate(run));
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} (${help}): ${target.join(' ')}\n${failureSummary}`),
  );
}

/** What axe finds wrong in the light, by all of its rules, and in the dark, by those of colours. */
export async function faultsByDayAndNight(page: Page, within?: string): Promise<string[]> {
  const place = within === undefined ? {} : { within };
  const light = await accessibilityFaults(page, place);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await accessibilityFaults(page, { ...place, rules: rulesOfColour });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((fault) => `in the dark: ${fault}`)];
}

/** A browser of the learner whose cookie it is, in which nothing moves, so that no colour is on its way to another. */
export async function stillContext(
  browser: Browser,
  screen: keyof typeof screens,
  { url, cookie }: { url: string; cookie?: string },
): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...screens[screen],
    colorScheme: 'light',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const [name = '', value = ''] = cookie?.split(/=(.*)/) ?? [];
  if (cookie !== undefined) await context.addCookies([{ name, value, url }]);
  return context;
}
