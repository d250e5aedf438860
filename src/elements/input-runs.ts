import type { RunEvent } from '../../sandbox-server/protocol/events.ts';
import type { LessonRuns } from './lesson-runs.ts';

/** What reruns by inputs need of the page around them. */
export type InputRunsWorld = {
  runs: Pick<LessonRuns, 'runDependents'>;
  /** Whether a cell waits or runs. */
  busy: () => boolean;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
};

const key = 'workbook:rerun-on-input';

/**
 * Runs what uses a widget when it was set in this page, if the reader wants that: not while cells run, but then
 * with what it was set to last.
 */
export class InputRuns {
  readonly #world: InputRunsWorld;
  /** Cells whose widgets were set here, and of which the log has not said so yet. */
  readonly #set = new Set<string>();
  readonly #due = new Set<string>();

  constructor(world: InputRunsWorld) {
    this.#world = world;
  }

  /** Whether the reader wants it. */
  get on(): boolean {
    return this.#world.storage.getItem(key) === 'on';
  }

  set on(on: boolean) {
    if (on) this.#world.storage.setItem(key, 'on');
    else this.#world.storage.removeItem(key);
  }

  /** A widget of the cell was set here. */
  set(cell: string): void {
    this.#set.add(cell);
  }

  /** Hears what happened, after the page knows of it. */
  heard(event: RunEvent): void {
    if (event.kind === 'chosen' && this.#set.delete(event.cell) && this.on) this.#due.add(event.cell);
    if (this.#due.size === 0 || this.#world.busy()) return;
    const cells = [...this.#due];
    this.#due.clear();
    void this.#world.runs.runDependents(cells);
  }
}
