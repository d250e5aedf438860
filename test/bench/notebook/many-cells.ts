import type { Page } from 'playwright-core';
import { LessonPage } from '../../support/page.ts';

const lesson = '/en/openstack/your-first-server/';
const firstCell = /<run-cell [^>]*name="connect".*?<\/run-cell>/s;

/** The name of the cell number `index`, from 0, in a page of `openManyCells`. */
export const cellNumber = (index: number): string => `bench-${index}`;

/** Opens a lesson in which so many cells stand in place of its first one; each is that cell under another name. */
export async function openManyCells(page: Page, url: string, count: number): Promise<LessonPage> {
  await page.route(`**${lesson}`, async (route) => {
    const answer = await route.fetch();
    const html = await answer.text();
    const cell = firstCell.exec(html)?.[0];
    if (cell === undefined) throw new Error('The lesson has no cell “connect” any more.');
    const copies = Array.from({ length: count }, (_, index) => cell.replaceAll('connect', cellNumber(index)));
    // The name stands in the code as well; there it is a function's.
    const body = html.replace(cell, copies.join('\n').replaceAll(/>([^<]*)bench-\d+/g, '>$1connect'));
    await route.fulfill({ response: answer, body });
  });
  await page.goto(`${url}${lesson}`);
  const opened = new LessonPage(page);
  await opened.isReady(cellNumber(0));
  return opened;
}
