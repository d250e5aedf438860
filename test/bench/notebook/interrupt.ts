import type { Browser } from 'playwright-core';
import { screens } from '../../support/browser.ts';
import { cellNumber, openManyCells } from './many-cells.ts';

/** Cells that never end by themselves, each in a way of its own. */
const endless = [
  'while (true) {}',
  'for (let turn = 0; ; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));',
  'await new Promise(() => {});',
  'for (;;) { console.log("again"); await new Promise((resolve) => setTimeout(resolve, 2)); }',
];

/** Milliseconds from Interrupt until the cell says that it was interrupted. */
export async function measureInterrupts(browser: Browser, url: string): Promise<number[]> {
  const page = await (await browser.newContext(screens.desktop)).newPage();
  const lesson = await openManyCells(page, url, 1);
  const name = cellNumber(0);
  const cell = lesson.cell(name);
  await cell.locator('.cell-code').click();
  await cell.locator('.monaco-editor').waitFor();
  const taken: number[] = [];
  for (let turn = 0; turn < 24; turn += 1) {
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(endless[turn % endless.length] ?? '');
    await page.keyboard.press('Control+Enter');
    await lesson.reaches(name, ['running']);
    // It is under way for a while, as a cell is that somebody loses patience with.
    await page.waitForTimeout(150);
    const begin = performance.now();
    await cell.getByRole('button', { name: 'Interrupt' }).click({ noWaitAfter: true });
    await lesson.reaches(name, ['interrupted', 'lost']);
    taken.push(performance.now() - begin);
    await cell.locator('.monaco-editor').click();
  }
  await page.context().close();
  return taken;
}
