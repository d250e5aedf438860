import type { Breakpoints, StackFrame, StepKind } from '../../sandbox-server/protocol/debugger.ts';
import type { SandboxClient } from '../sandbox/sandbox-client.ts';
import type { CellState, WorkbookState } from '../workbook/workbook-state.ts';
import type { PageCell } from './lesson-runs.ts';

/** What the debugger of a lesson needs of the page around it. */
export type DebuggerWorld = {
  client: () => Pick<SandboxClient, 'breakpoints' | 'debug'>;
  state: () => WorkbookState;
  /** The cell's text as the learner sees it; undefined when the page has no such cell. */
  text: (cell: string) => string | undefined;
  changed: () => void;
};

/** A run that waits to be told to go on. */
export type PausedRun = { cell: string; run: string; frames: readonly [StackFrame, ...StackFrame[]] };

/** The breakpoints of a lesson, and the run that is paused. */
export class LessonDebugger {
  readonly #world: DebuggerWorld;

  constructor(world: DebuggerWorld) {
    this.#world = world;
  }

  breakpointsOf(cell: string): readonly number[] {
    return this.#world.client().breakpoints.of(cell);
  }

  /** Those of cells that are on the page. */
  get breakpoints(): Breakpoints {
    return this.#world.client().breakpoints.all.filter(({ cell }) => this.#world.text(cell) !== undefined);
  }

  /** Puts breakpoints in place of a cell's; a run that goes on meets them at once. */
  setBreakpoints(cell: string, lines: readonly number[]): void {
    const client = this.#world.client();
    if (String(client.breakpoints.of(cell)) === String(lines)) return;
    client.breakpoints.keep(cell, lines);
    const breakpoints = this.breakpoints.filter((each) => this.#isOfTextThatRan(each.cell));
    for (const { state, run } of this.#world.state().cells.values())
      if (state === 'running' && run !== undefined)
        client.debug(run, { type: 'set-breakpoints', breakpoints });
    this.#world.changed();
  }

  toggle(cell: string, line: number): void {
    const lines = this.breakpointsOf(cell);
    const others = lines.filter((each) => each !== line);
    this.setBreakpoints(
      cell,
      others.length < lines.length ? others : [...lines, line].sort((one, other) => one - other),
    );
  }

  /** Where a run of a cell pauses: in it, and in cells whose text is still the one that ran. */
  ofRun(cell: string): Breakpoints {
    return this.breakpoints.filter((each) => each.cell === cell || this.#isOfTextThatRan(each.cell));
  }

  /** A line of a text that was edited since is another one in the text that ran. */
  #isOfTextThatRan(cell: string): boolean {
    const { ran } = this.#world.state().cells.get(cell) ?? {};
    return ran === undefined || ran === this.#world.text(cell);
  }

  get paused(): PausedRun | undefined {
    for (const [cell, { run, paused: [frame, ...others] = [] }] of this.#world.state().cells)
      if (run !== undefined && frame !== undefined) return { cell, run, frames: [frame, ...others] };
    return undefined;
  }

  /** Whether a run that was paused goes on. */
  get isGoingOn(): boolean {
    const cells = [...this.#world.state().cells.values()];
    return cells.some(({ state, paused }) => state === 'running' && paused?.length === 0);
  }

  step(how: StepKind): void {
    const { paused } = this;
    if (paused) this.#world.client().debug(paused.run, { type: 'step', how });
  }

  /** The line of a cell at which the run is paused; undefined when that is elsewhere, or in a text that is gone. */
  pausedLine({ name }: Pick<PageCell, 'name'>, { ran, run }: CellState): number | undefined {
    const frame = this.paused?.frames[0];
    const isHere = frame?.cell === name && frame.run === run && ran === this.#world.text(name);
    return isHere ? frame.line : undefined;
  }
}
