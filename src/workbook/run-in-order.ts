import { type CellState, isBusy } from './workbook-state.ts';

/** Runs cells one after another, and stops at the first that does not end well: what Run all does. */
export class RunInOrder<Cell> {
  readonly #run: (cell: Cell) => string | undefined;
  readonly #stateOf: (cell: Cell) => CellState;
  /** What is still to be run; the first is running, as `#current`. */
  #ahead: readonly Cell[] = [];
  #current: string | undefined;

  /** `run` asks for a run and gives its id, or nothing when it cannot be asked for; `stateOf` is the cell as the log says. */
  constructor(run: (cell: Cell) => string | undefined, stateOf: (cell: Cell) => CellState) {
    this.#run = run;
    this.#stateOf = stateOf;
  }

  start(cells: readonly Cell[]): void {
    this.#ahead = cells;
    this.#runFirst();
  }

  stop(): void {
    this.#ahead = [];
  }

  /** The log has grown: runs the next cell when the one before is done. */
  goOn(): void {
    const [first, ...rest] = this.#ahead;
    if (first === undefined) return;
    const cell = this.#stateOf(first);
    // Until the log speaks of the run that was asked for, the cell's state is that of the run before.
    if (cell.run !== this.#current || isBusy(cell)) return;
    this.#ahead = cell.state === 'ok' ? rest : [];
    this.#runFirst();
  }

  #runFirst(): void {
    const [first] = this.#ahead;
    if (first === undefined) return;
    this.#current = this.#run(first);
    if (this.#current === undefined) this.stop();
  }
}
