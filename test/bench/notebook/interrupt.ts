import type { Browser } from 'playwright-core';
import { screens } from '../../support/browser.ts';
import { cellNumber, openManyCells } from './many-cells.ts';
import { measureUntilSeen } from './seen-after.ts';

/** Cells that never end by themselves, each in a way of its own. */
const endless = [
  'while (true) {}',
  'for (let turn = 0; ; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));',
  // Kept, because a promise that nothing can settle any more ends the cell as soon as V8 sees that.
  'globalThis.never = new Promise(() => {}); await never;',
  'for (;;) { console.log("again"); await new Promise((resolve) => setTimeout(resolve, 2)); }',
];

/** Milliseconds from the click on Interrupt until the cell is seen to say that it was interrupted. */
export async function measureInterrupts(browser: Browser, url: string): Promise<number[]> {
  const page = await (await browser.newContext(screens.desktop)).newPage();
  const lesson = await openManyCells(page, url, 1);
  const name = cellNumber(0);
  const cell = lesson.cell(name);
  await cell.locator('.cell-code').click();
  await cell.locator('.monaco-editor').waitFor();
  let figures: number[] = [];
  const seen = await measureUntilSeen(page, {
    event: 'click',
    on: 'button.interrupt',
    until: `run-cell[name="${name}"]:is([state="interrupted"], [state="lost"])`,
  });
  for (let turn = 0; turn < 24; turn += 1) {
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(endless[turn % endless.length] ?? '');
    await page.keyboard.press('Control+Enter');
    await lesson.reaches(name, ['running']);
    // It is under way for a while, as a cell is that somebody loses patience with.
    await page.waitForTimeout(150);
    await cell.getByRole('button', { name: 'Interrupt' }).click({ noWaitAfter: true });
    figures = await seen(turn + 1);
    await cell.locator('.monaco-editor').click();
  }
  await page.context().close();
  return figures;
}
