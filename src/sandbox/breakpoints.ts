import { z } from 'zod';
import { breakpoints } from '../../sandbox-server/protocol/debugger.ts';
import type { TextStorage } from './pending-edits.ts';

const shape = z.object({ learner: z.string().optional(), cells: breakpoints });
const none: z.infer<typeof shape> = { cells: [] };

/** The lines of each cell at which a learner wants its runs to pause, kept in the browser's storage. */
export class KeptBreakpoints {
  readonly #storage: TextStorage;
  readonly #key: string;
  #kept: z.infer<typeof shape>;

  constructor(storage: TextStorage, lesson: string) {
    this.#storage = storage;
    this.#key = `workbook:${lesson}:breakpoints`;
    this.#kept = this.#read();
  }

  get all(): z.infer<typeof breakpoints> {
    return this.#kept.cells;
  }

  /** The lines of a cell, in order. */
  of(cell: string): readonly number[] {
    return this.#kept.cells.find((each) => each.cell === cell)?.lines ?? [];
  }

  /** Keeps lines in place of those before. The most that a cell may have are 100: what is too many is left out. */
  keep(cell: string, lines: readonly number[]): void {
    const others = this.#kept.cells.filter((each) => each.cell !== cell);
    const sorted = [...new Set(lines)].sort((one, other) => one - other).slice(0, 100);
    this.#write({
      ...this.#kept,
      cells: sorted.length === 0 ? others : [...others, { cell, lines: sorted }],
    });
  }

  /** Says whose they are: those of another learner of this browser go. */
  belongTo(learner: string): void {
    if (this.#kept.learner === learner) return;
    this.#write({ learner, cells: this.#kept.learner === undefined ? this.#kept.cells : [] });
  }

  #read(): z.infer<typeof shape> {
    const text = this.#storage.getItem(this.#key);
    if (text === null) return none;
    try {
      return shape.parse(JSON.parse(text));
    } catch {
      // What another program or another version wrote must not keep the page from opening.
      this.#storage.removeItem(this.#key);
      return none;
    }
  }

  #write(kept: z.infer<typeof shape>): void {
    this.#kept = kept;
    try {
      if (kept.cells.length === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      // The storage has no room: they live in this window.
    }
  }
}
