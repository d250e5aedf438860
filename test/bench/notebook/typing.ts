import type { Browser } from 'playwright-core';
import { screens } from '../../support/browser.ts';
import { cellNumber, openManyCells } from './many-cells.ts';
import { measureUntilSeen } from './seen-after.ts';

/** What somebody types: words and signs at the pace of a quick typist, in milliseconds between keys. */
const text = 'const answer = [1, 2, 3].map((value) => value * 2); // and so on ';
const pace = 60;

async function openEditor(browser: Browser, url: string, cells: number) {
  const page = await (await browser.newContext(screens.desktop)).newPage();
  const lesson = await openManyCells(page, url, cells);
  const cell = lesson.cell(cellNumber(cells - 1));
  await cell.locator('.cell-code').click();
  await cell.locator('.monaco-editor').waitFor();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  return { page, cell };
}

/** Milliseconds from each key in the last of 15 cells until the frame that shows it is made. */
export async function measureTyping(browser: Browser, url: string): Promise<number[]> {
  const { page } = await openEditor(browser, url, 15);
  await page.evaluate(() => {
    const taken: number[] = [];
    Object.assign(window, { taken });
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        // The task after a frame's callbacks is the first one after its painting.
        requestAnimationFrame(() => setTimeout(() => taken.push(performance.now() - timeStamp))),
      { capture: true },
    );
  });
  await page.keyboard.type(text.repeat(3), { delay: pace });
  const taken = await page.evaluate(() => ('taken' in window ? window.taken : []));
  await page.context().close();
  if (!Array.isArray(taken)) throw new Error('The page has kept no figures.');
  return taken.slice(text.length).map(Number);
}

/**
 * Milliseconds from Ctrl+Space in the last of 40 cells until what completes the name is to be seen. Monaco gives
 * its list the class `visible` 100 ms after it is: for that nobody waits.
 */
export async function measureCompletion(browser: Browser, url: string): Promise<number[]> {
  const { page, cell } = await openEditor(browser, url, 40);
  const shown = '.suggest-widget .monaco-list-row';
  let figures: number[] = [];
  const seen = await measureUntilSeen(page, {
    event: 'keydown',
    on: '.monaco-editor',
    key: ' ',
    until: shown,
  });
  const list = page.locator(shown).first();
  for (let turn = 0; turn < 25; turn += 1) {
    await page.keyboard.insertText(`cloud${turn % 2 === 0 ? '.' : '.compute.'}`);
    await page.keyboard.press('Control+Space');
    // It is closed when the page has seen it, and not before.
    figures = await seen(turn + 1);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    await cell.locator('.monaco-editor').waitFor();
    await page.keyboard.press('Control+Z');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
  }
  await page.context().close();
  // The first asks for the language service to be there at all.
  return figures.slice(5);
}
