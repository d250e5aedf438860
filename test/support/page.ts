import type { Locator, Page } from 'playwright-core';

const ENDS = ['ok', 'error', 'interrupted', 'timeout', 'lost'];

/** What a browser test does with a lesson: only what its user can do, by the names that they see. */
export class LessonPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  cell(name: string): Locator {
    return this.page.locator(`run-cell[name="${name}"]`);
  }

  output(name: string): Locator {
    return this.cell(name).getByRole('log');
  }

  async state(name: string): Promise<string> {
    return (await this.cell(name).getAttribute('state')) ?? '';
  }

  /** Waits until the page has a line to the server: before that a cell can be read, not run. */
  async isReady(name: string): Promise<void> {
    await this.cell(name).locator('button.run:not([disabled])').waitFor();
  }

  /** Chooses an entry of the menu More of a cell, or of the lesson's toolbar. */
  async choose(entry: string, place: Locator): Promise<void> {
    await place.getByRole('button', { name: 'More', exact: true }).click();
    await place.getByRole('menuitem', { name: entry }).click();
  }

  /** Presses Run and waits until that run of the cell has come to an end; resolves to its state. */
  async run(name: string, timeout = 60_000): Promise<string> {
    const before = await this.cell(name).getAttribute('run');
    await this.cell(name).getByRole('button', { name: 'Run', exact: true }).click();
    await this.page.waitForFunction(
      ([cell, run, ends]) => {
        const element = document.querySelector(`run-cell[name="${cell}"]`);
        const state = element?.getAttribute('state') ?? '';
        return element?.getAttribute('run') !== run && ends?.split(' ').includes(state);
      },
      [name, before, ENDS.join(' ')],
      { timeout },
    );
    return this.state(name);
  }

  /** Opens a cell's editor by a click, and waits until it hears the keyboard. */
  async openEditor(name: string): Promise<void> {
    await this.cell(name).locator('.cell-code').click();
    await this.cell(name).locator('.monaco-editor.focused').waitFor({ timeout: 60_000 });
  }

  /** Opens a cell's editor, and puts the cursor into a new line at the end. */
  async edit(name: string): Promise<void> {
    await this.isReady(name);
    await this.openEditor(name);
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.press('Enter');
  }

  /** Puts a text of the reader's own in place of a cell's, in its editor. */
  async write(name: string, code: string): Promise<void> {
    await this.edit(name);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Delete');
    // Pasted: the editor adds brackets of its own to what is typed.
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), code);
    await this.page.keyboard.press('Control+V');
    await this.page.keyboard.press('Escape');
  }

  /** Writes a cell's text, runs it, and waits for its end. */
  async runText(name: string, code: string): Promise<string> {
    await this.write(name, code);
    return await this.run(name);
  }

  /** Types into the open editor, and waits until it offers to go on with `word`; the offer is left alone. */
  async typeUntilOffered(text: string, word: string): Promise<void> {
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Control+Space');
    await this.page.locator('.suggest-widget').getByText(word).first().waitFor({ timeout: 60_000 });
    await this.page.keyboard.press('Escape');
  }

  /** Waits for one of these states. */
  async reaches(name: string, states: readonly string[], timeout = 60_000): Promise<string> {
    const selector = states.map((state) => `run-cell[name="${name}"][state="${state}"]`).join(',');
    await this.page.waitForSelector(selector, { timeout, state: 'attached' });
    return this.state(name);
  }

  ended(name: string, timeout = 60_000): Promise<string> {
    return this.reaches(name, ENDS, timeout);
  }
}
