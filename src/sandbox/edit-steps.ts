import { putText, stepTo } from '../workbook/text-history.ts';
import type { EditHistory } from './edit-history.ts';
import type { ClientWorld } from './sandbox-client.ts';

/** A cell as far as its text goes. */
type Cell = { name: string; original: string };

/** What is typed within so many milliseconds is one step. */
const stepTime = 1000;

/** Makes steps worth undoing of what a learner types, and keeps them in the history. */
export class EditSteps {
  readonly #history: Pick<EditHistory, 'change'>;
  readonly #after: ClientWorld['after'];
  readonly #typed = new Map<string, { cell: Cell; text: string }>();
  #cancel: (() => void) | undefined;

  constructor(history: Pick<EditHistory, 'change'>, after: ClientWorld['after']) {
    this.#history = history;
    this.#after = after;
  }

  /** A key has made `text` of the cell. */
  type(cell: Cell, text: string): void {
    this.#typed.set(cell.name, { cell, text });
    this.#cancel ??= this.#after(stepTime, () => this.flush());
  }

  /** The whole text was put in place of the one before: by a reset, or from another window. */
  put(cell: Cell, text: string): void {
    this.flush();
    this.#change(cell, (history) => putText(history, text));
  }

  /** Keeps what was typed until now as a step: the page may be left. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (const { cell, text } of this.#typed.values()) this.#change(cell, (history) => stepTo(history, text));
    this.#typed.clear();
  }

  #change({ name, original }: Cell, step: Parameters<EditHistory['change']>[2]): void {
    this.#history.change(name, original, step).catch(() => {
      // A browser without a database, in a private window say: undo goes back to the opening of the page.
    });
  }
}
