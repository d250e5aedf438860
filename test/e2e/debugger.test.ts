import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/accessibility.ts';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const CODE = [
  'function twice(n: number) {',
  '  const result = n * 2;',
  '  return result;',
  '}',
  'const one = 21;',
  'const two = twice(one);',
  'two',
];

const scene = openScene();

/** What a reader does with the debugger; each test goes on where the last one stopped. */
describe('on a desktop', { timeout: 120_000 }, () => {
  let page: Page;
  let lesson: LessonPage;
  let cell: Locator;
  let panel: Locator;

  beforeAll(async () => {
    page = await scene.browser.newPage(screens.desktop);
    await page.goto(`${scene.url}${LESSON}`);
    lesson = new LessonPage(page);
    cell = lesson.cell('connect');
    panel = page.locator('debugger-panel');
    await lesson.write('connect', CODE.join('\n'));
  });
  afterAll(() => page?.close());

  const isPausedAt = (line: number) => cell.getByText(`Paused at line ${line}`, { exact: true }).waitFor();
  const run = () => cell.getByRole('button', { name: 'Run', exact: true }).click();
  /** Clicks left of a line of the open editor, whose lines are 22 px high below 12 px of paper. */
  const clickBeside = (line: number) =>
    cell.locator('.cell-code').click({ position: { x: 8, y: 12 + 22 * (line - 0.5) } });

  test('a click left of a line sets a breakpoint, and F9 another, and a second one takes it away', async () => {
    await clickBeside(6);
    await cell.getByText('Breakpoint at line 6', { exact: true }).waitFor();
    await cell.getByText('const result').click();
    await page.keyboard.press('F9');
    await cell.getByText('Breakpoints at lines 2, 6', { exact: true }).waitFor();
    expect(await cell.locator('.breakpoint-dot').count()).toBe(2);
    await page.keyboard.press('F9');
    await cell.getByText('Breakpoint at line 6', { exact: true }).waitFor();
  });

  test('breakpoints move with what is typed above them', async () => {
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Enter');
    await cell.getByText('Breakpoint at line 7', { exact: true }).waitFor();
    await page.keyboard.press('Control+Z');
    await cell.getByText('Breakpoint at line 6', { exact: true }).waitFor();
  });

  test('a run pauses there, and the panel shows what is in sight', async () => {
    await run();
    await isPausedAt(6);
    expect(await cell.locator('.paused-line').count()).toBe(1);
    await cell.getByRole('button', { name: 'Breakpoint at line 6' }).click();
    await panel.getByRole('heading', { name: 'Paused at line 6 of the cell “connect”' }).waitFor();
    await panel.getByText('one: 21').waitFor();
    await panel.getByText('two: (no value yet)').waitFor();
  });

  test('steps go into the function, over its line, and out of it, by keys and by buttons', async () => {
    await page.keyboard.press('F11');
    await isPausedAt(2);
    const stack = panel.getByRole('list', { name: 'Call stack' }).getByRole('button', { pressed: true });
    await stack.getByText('twice()').waitFor();
    await panel.getByText('n: 21').waitFor();
    await cell.getByRole('button', { name: 'Step over' }).click();
    await isPausedAt(3);
    await panel.getByText('result: 42').waitFor();
    await panel.getByRole('button', { name: 'the cell itself cell connect, line 6' }).click();
    await panel.getByText('one: 21').waitFor();
    await page.keyboard.press('Shift+F11');
    await isPausedAt(7);
  });

  test('a run that is paused is so after a reload', async () => {
    await page.reload();
    await isPausedAt(7);
    await cell.locator('.paused-line').waitFor();
    await panel.getByText('two: 42').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('Continue lets it go on to its end', async () => {
    await page.keyboard.press('F8');
    expect(await lesson.ended('connect')).toBe('ok');
    expect(await lesson.output('connect').textContent()).toContain('42');
    await panel.getByText('No cell is paused.').waitFor();
  });

  test('an interrupt ends a run that is paused, and what cells made stays', async () => {
    await run();
    await isPausedAt(6);
    await cell.getByRole('button', { name: 'Interrupt', exact: true }).click();
    expect(await lesson.ended('connect')).toBe('interrupted');
  });

  test('without its breakpoint a run does not pause', async () => {
    await panel.getByRole('button', { name: 'Remove the breakpoint at line 6 of the cell connect' }).click();
    await cell.getByText('Breakpoint at line 6').waitFor({ state: 'hidden' });
    expect(await lesson.run('connect')).toBe('ok');
  });

  test('a run that began without one pauses at a breakpoint that is set while it goes on', async () => {
    await lesson.write('connect', 'let n = 0;\nfor (;;) {\n  n += await 1;\n}');
    await run();
    await lesson.reaches('connect', ['running']);
    await clickBeside(3);
    await isPausedAt(3);
    await cell.getByRole('button', { name: 'Interrupt', exact: true }).click();
    expect(await lesson.ended('connect')).toBe('interrupted');
  });

  test('what is unfolded in sight stays so from step to step, and names of var and function are there', async () => {
    await lesson.write(
      'connect',
      'var box = { deep: { n: 1 } };\nbox.deep.n += 1;\nbox.deep.n += 1;\nbox.deep.n',
    );
    await panel.getByRole('button', { name: /^Remove the breakpoint at line/ }).click();
    await clickBeside(3);
    await run();
    await isPausedAt(3);
    const deep = panel.getByRole('button', { name: 'deep: { n: 2 }' });
    await panel.getByRole('button', { name: 'box: { deep: {…} }' }).click();
    await deep.click();
    await panel.getByText('n: 2', { exact: true }).waitFor();
    await cell.getByRole('button', { name: 'Step over' }).click();
    await isPausedAt(4);
    await panel.getByText('n: 3', { exact: true }).waitFor();
    await cell.getByRole('button', { name: 'Continue' }).click();
    expect(await lesson.ended('connect')).toBe('ok');
  });

  test('before there is an editor, a breakpoint is a button beside its line', async () => {
    await page.reload();
    const mark = cell.getByRole('button', { name: 'Remove the breakpoint at line 3', exact: true });
    await mark.focus();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await cell.getByText('Breakpoint at line 3').waitFor({ state: 'hidden' });
    expect(await mark.count()).toBe(0);
    expect(await cell.locator('.monaco-editor').count()).toBe(0);
  });
});

test('on a phone, the menu sets a breakpoint, and buttons lead through the run', {
  timeout: 120_000,
}, async () => {
  const context = await scene.browser.newContext({ ...screens.phone, colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(`${scene.url}${LESSON}`);
  const lesson = new LessonPage(page);
  const cell = lesson.cell('connect');
  await lesson.isReady('connect');
  await cell.locator('.cell-code').tap();
  await cell.locator('.cm-content').fill('const first = 1;\nconst second = 2;\nfirst + second');
  await cell.locator('.cm-line').nth(1).tap();
  await lesson.choose('Set a breakpoint at line 2', cell);
  await cell.locator('.cm-breakpoint').waitFor();
  await cell.getByRole('button', { name: 'Run', exact: true }).tap();
  await cell.getByText('Paused at line 2', { exact: true }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await cell.getByRole('button', { name: 'Step over' }).tap();
  await cell.getByText('Paused at line 3', { exact: true }).waitFor();
  await cell.getByRole('button', { name: 'Breakpoint at line 2' }).tap();
  await page.locator('debugger-panel').getByText('second: 2').waitFor();
  await page.locator('debugger-panel').getByRole('button', { name: 'Continue' }).tap();
  expect(await lesson.ended('connect')).toBe('ok');
  await context.close();
});
