import type { EditHistory } from '../sandbox/edit-history.ts';
import { EditSteps } from '../sandbox/edit-steps.ts';
import type { ClientWorld, SandboxClient } from '../sandbox/sandbox-client.ts';
import { beginHistory, putText, type TextHistory } from '../workbook/text-history.ts';
import type { PageCell } from './page-workbook.ts';

/** What the texts of a lesson's cells are made of. */
type Parts = {
  client: SandboxClient;
  history: EditHistory;
  after: ClientWorld['after'];
  /** The page's cells, in order. */
  cells: readonly PageCell[];
  /** The text that the log holds for a cell; undefined while that is the lesson's own. */
  editedOf: (cell: string) => string | undefined;
};

/** The texts of a lesson's cells, and every step by which they became what they are. */
export class CellTexts {
  readonly #parts: Parts;
  readonly #steps: EditSteps;
  /** What another window wrote while a text waited here, by cell. */
  readonly #overwritten = new Map<string, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#steps = new EditSteps(parts.history, parts.after);
  }

  /** The cell's text as the learner sees it: what they typed, or the lesson's own. */
  of({ name, original }: PageCell): string {
    const pending = this.#parts.client.edits.of(name);
    return pending === undefined ? (this.#parts.editedOf(name) ?? original) : (pending ?? original);
  }

  /** Keys have made `text` of the cell. Answers whether that is something new. */
  type(cell: PageCell, text: string): boolean {
    if (!this.#write(cell, text)) return false;
    this.#steps.type(cell, text);
    return true;
  }

  /** Puts a whole text in place of the cell's own, which can be undone. Answers whether that is something new. */
  put(cell: PageCell, text: string): boolean {
    if (!this.#write(cell, text)) return false;
    this.#steps.put(cell, text);
    return true;
  }

  /** The steps that led to the cell's text, as this browser knows them; the one at `at` is the text itself. */
  async stepsOf(cell: PageCell): Promise<TextHistory> {
    this.#steps.flush();
    // Without a database there are none but this.
    const known = await this.#parts.history.of(cell.name).catch(() => undefined);
    return putText(known ?? beginHistory(cell.original), this.of(cell));
  }

  /** The page may go: what was typed last is a step, too. */
  flush(): void {
    this.#steps.flush();
  }

  /** Does something that may change texts from elsewhere, and keeps each such change as a step. */
  follow(change: () => void): void {
    const before = this.#parts.cells.map((cell) => this.of(cell));
    change();
    for (const [index, cell] of this.#parts.cells.entries()) {
      const text = this.of(cell);
      if (text !== before[index]) this.#steps.put(cell, text);
    }
  }

  /** Another window wrote `code` into a cell whose text here is later, and stays: theirs becomes a step before it. */
  overwrite(name: string, code: string | null): void {
    const cell = this.#parts.cells.find((each) => each.name === name);
    if (cell === undefined) return;
    const theirs = code ?? cell.original;
    this.#overwritten.set(name, theirs);
    this.#steps.put(cell, theirs);
    this.#steps.put(cell, this.of(cell));
  }

  /** What `overwrite` heard of a cell, for its open editor; told once. */
  takeOverwritten(cell: string): string | undefined {
    const text = this.#overwritten.get(cell);
    this.#overwritten.delete(cell);
    return text;
  }

  #write(cell: PageCell, text: string): boolean {
    if (text === this.of(cell)) return false;
    this.#parts.client.edit(cell.name, text === cell.original ? null : text);
    return true;
  }
}
