import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const MINUTE = 60_000;

describe('the editor on a desktop', { timeout: 2 * MINUTE }, () => {
  const scene = openScene();
  let page: Page;
  let lesson: LessonPage;

  beforeEach(async () => {
    const context = await scene.browser.newContext(screens.desktop);
    page = await context.newPage();
    await page.goto(`${scene.url}/en/openstack/your-first-server/`);
    lesson = new LessonPage(page);
    await lesson.isReady('connect');
    return () => context.close();
  });

  /** Goes to the end of a cell's code, below it, and puts a text there. */
  async function append(cell: string, text: string): Promise<void> {
    await lesson.openEditor(cell);
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(text);
  }

  /** What is written at the cursor when its explanation is asked for by the keyboard. */
  async function hover(): Promise<string> {
    const shown = page.locator('.monaco-hover:visible');
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Control+k');
          await page.keyboard.press('Control+i');
          const texts = await shown.allTextContents();
          return texts.join('').replace('Loading...', '');
        },
        { timeout: MINUTE, interval: 500 },
      )
      .not.toBe('');
    return (await shown.allTextContents()).join('\n');
  }

  test('completes a property of an object that an earlier cell declares in an edit that never ran', async () => {
    await append('connect', "const limits = { floors: 3, ceiling: 'none' };");
    await append('list-images', 'limits.');
    await page.keyboard.press('Control+Space');
    const list = page.locator('.suggest-widget');
    await list.getByText('ceiling').first().waitFor({ timeout: MINUTE });
    expect(await list.textContent()).toContain('floors');
    expect(await lesson.state('connect')).toBe('idle');
  });

  test('explains what a package and a module of Node declare, and what a call takes', async () => {
    await append('connect', "import { z } from 'zod';\nimport { join } from 'node:path';\njoin");
    await expect.poll(hover).toContain('Join all arguments together');
    await page.keyboard.press('Escape');
    await page.keyboard.insertText(';\nconst server = z.object');
    await expect.poll(hover).toContain('ZodObject');
    await page.keyboard.press('Escape');
    await page.keyboard.type('(');
    await page.locator('.parameter-hints-widget').getByText('shape').first().waitFor({ timeout: MINUTE });
  });

  test('marks a type error, says it, lets the cell run, and hears of the repair in an earlier cell', async () => {
    await append('connect', 'const answer: number = 42;');
    await append('services', 'console.log(answer.length);');
    const squiggle = lesson.cell('services').locator('.squiggly-error');
    await squiggle.first().waitFor({ timeout: MINUTE });
    await page.keyboard.press('ArrowLeft');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
    await expect.poll(hover).toContain("Property 'length' does not exist on type 'number'");
    await page.keyboard.press('Escape');
    expect(await lesson.run('connect')).toBe('ok');
    expect(await lesson.run('services')).toBe('ok');
    expect(await lesson.output('services').textContent()).toContain('undefined');
    await lesson.cell('connect').locator('.view-lines').click();
    await page.keyboard.press('Control+End');
    for (const _letter of ': number = 42;') await page.keyboard.press('Backspace');
    await page.keyboard.type(" = 'x';");
    await squiggle.first().waitFor({ state: 'detached', timeout: MINUTE });
  });

  test('takes a name that is declared in two cells for what the later one says', async () => {
    await append('connect', 'const answer = [4, 2];');
    await append('services', "const answer = 'forty-two';");
    await append('list-images', 'answer.toUpper');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget').getByText('toUpperCase').first().waitFor({ timeout: MINUTE });
    await page.keyboard.press('Escape');
    await page.keyboard.type('Case(); answer.nothing;');
    const squiggle = (cell: string) => lesson.cell(cell).locator('.squiggly-error');
    await squiggle('list-images').first().waitFor({ timeout: MINUTE });
    expect(await squiggle('services').count()).toBe(0);
  });

  test('an error in a function of another cell names both cells, and leads to the line there', async () => {
    await append(
      'connect',
      "import { sleep } from 'workbook';\nenum Size { Small }\nfunction broken(): never {\n  throw new Error(String(Size.Small));\n}",
    );
    expect(await lesson.run('connect')).toBe('ok');
    await append('services', 'broken();');
    expect(await lesson.run('services')).toBe('error');
    const output = lesson.output('services');
    expect(await output.textContent()).toMatch(/0.*cell connect, line 10.*cell services, line \d+/s);
    await output.getByRole('button', { name: 'cell connect, line 10' }).click();
    const editor = lesson.cell('connect').locator('.monaco-editor.focused');
    await editor.waitFor();
    await page.keyboard.press('End');
    await page.keyboard.type(' // here');
    await expect
      .poll(async () => (await editor.textContent())?.replaceAll('\u00a0', ' '))
      .toContain('throw new Error(String(Size.Small)); // here');
  });

  test('is left by Escape and says so to a screen reader', async () => {
    await append('connect', '// here');
    const field = lesson.cell('connect').getByRole('textbox', { name: 'Code of the cell connect' });
    expect(await field.count()).toBe(1);
    const described = await field.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described}"]`).textContent()).toContain('Escape');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Run');
  });
});
