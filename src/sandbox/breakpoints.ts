import { z } from 'zod';
import { breakpoints } from '../../sandbox-server/protocol/debugger.ts';
import { KeptForLearner } from './kept-for-learner.ts';
import type { TextStorage } from './kept-text.ts';

const shape = z.object({ learner: z.string().optional(), cells: breakpoints });

/** The lines of each cell at which a learner wants its runs to pause. */
export class KeptBreakpoints {
  readonly #own: KeptForLearner<z.infer<typeof shape>>;

  constructor(storage: TextStorage, lesson: string) {
    this.#own = new KeptForLearner({
      storage,
      key: `workbook:${lesson}:breakpoints`,
      shape,
      none: { cells: [] },
      isEmpty: ({ cells }) => cells.length === 0,
    });
  }

  get all(): z.infer<typeof breakpoints> {
    return this.#own.kept.cells;
  }

  /** The lines of a cell, in order. */
  of(cell: string): readonly number[] {
    return this.all.find((each) => each.cell === cell)?.lines ?? [];
  }

  /** Keeps lines in place of those before. The most that a cell may have are 100: what is too many is left out. */
  keep(cell: string, lines: readonly number[]): void {
    const others = this.all.filter((each) => each.cell !== cell);
    const sorted = [...new Set(lines)].sort((one, other) => one - other).slice(0, 100);
    const cells = sorted.length === 0 ? others : [...others, { cell, lines: sorted }];
    this.#own.write({ ...this.#own.kept, cells });
  }

  /** Says whose they are: those of another learner of this browser go. */
  belongTo(learner: string): void {
    this.#own.belongTo(learner);
  }
}
