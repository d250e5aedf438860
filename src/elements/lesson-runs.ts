import type { RunEvent } from '../../sandbox-server/protocol/events.ts';
import type { Bindings } from '../bindings/bindings.ts';
import {
  type Clash,
  clashesOf,
  dependentsOf,
  type KnownCell,
  needsOf,
  orderOf,
} from '../workbook/dependencies.ts';
import { type Staleness, stalenessOf } from '../workbook/freshness.ts';
import { type CellState, isBusy } from '../workbook/workbook-state.ts';

/** A cell of the page, as its runs need it. */
export type PageCell = {
  name: string;
  /** Left out of every run of several cells. */
  optional: boolean;
  original: string;
  /** The group in which it runs by itself when a cell of the group that it depends on has run. */
  reactive?: string | undefined;
};

/** What the runs of a lesson need of the page around them. */
export type RunsWorld = {
  /** In the order of the page. */
  cells: () => readonly PageCell[];
  state: (name: string) => CellState;
  text: (cell: PageCell) => string;
  /** Asks for a run, of the `order` if it is one of several; the answer is its id, when it could be asked for. */
  run: (cell: PageCell, order?: string) => string | undefined;
  /** A name for runs that are asked for together. */
  newOrder: () => string;
  restart: () => void;
  /** Cells that need each other in a circle cannot be run in an order that is right for all. */
  circle: (cells: readonly string[]) => void;
  bindings: {
    of: (code: string) => Bindings | undefined;
    all: (codes: readonly string[]) => Promise<unknown>;
  };
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
};

const reactsKey = 'workbook:reactive';

/**
 * Which cells of a lesson are out of date and why, and runs of several cells, each after those that it needs.
 * Cells of a reactive group are rerun from here, by the page in which the first of them was run: in no other tab,
 * and not when the page was closed meanwhile; they are stale then, and say so. What is rerun so reruns nothing itself.
 */
export class LessonRuns {
  readonly #world: RunsWorld;
  /** Runs that the reader asked this page for, by their ids. */
  readonly #asked = new Set<string>();
  #stale: ReadonlyMap<string, Staleness> | undefined;
  #clashes: ReadonlyMap<string, readonly Clash[]> | undefined;

  constructor(world: RunsWorld) {
    this.#world = world;
  }

  /** Something changed: what was known of freshness is found out anew when it is next asked for. */
  forget(): void {
    this.#stale = undefined;
    this.#clashes = undefined;
  }

  /** Why what the cell shows is out of date; undefined when it is not, or nothing was run. */
  staleness(name: string): Staleness | undefined {
    this.#stale ??= this.#judge();
    return this.#stale.get(name);
  }

  get anyStale(): boolean {
    return this.#world.cells().some(({ name }) => this.staleness(name) !== undefined);
  }

  /** The names that this cell and others declare. Nothing is read for it before a cell was run or changed. */
  clashesOf(name: string): readonly Clash[] {
    this.#clashes ??= this.#isTouched ? clashesOf(this.#known()) : new Map();
    return this.#clashes.get(name) ?? [];
  }

  /** The cell whose last run declared a name, of those whose runs are still in the kernel. */
  declarerOf(variable: string): string | undefined {
    const cells = this.#world.cells().flatMap(({ name }) => {
      const { ran, startedAs, gone } = this.#world.state(name);
      if (ran === undefined || startedAs === undefined || gone) return [];
      const bindings = this.#world.bindings.of(ran);
      const declares = bindings?.declares.includes(variable) || bindings?.assigns.includes(variable);
      return declares ? [{ name, startedAs }] : [];
    });
    return cells.sort((one, other) => other.startedAs - one.startedAs)[0]?.name;
  }

  /** Runs one cell, as its reader asked. */
  run(cell: PageCell): string | undefined {
    return this.#ask(cell);
  }

  runAll(): Promise<void> {
    return this.#runEach(this.#world.cells().filter(({ optional }) => !optional));
  }

  runAbove(cell: PageCell): Promise<void> {
    const cells = this.#world.cells();
    return this.#runEach(cells.slice(0, cells.indexOf(cell)).filter(({ optional }) => !optional));
  }

  runFrom(cell: PageCell): Promise<void> {
    const cells = this.#world.cells();
    return this.#runEach(cells.slice(cells.indexOf(cell)).filter((one) => one === cell || !one.optional));
  }

  /** Runs what is stale, and what that needs and has never run. */
  async runStale(): Promise<void> {
    await this.#read();
    const stale = this.#world
      .cells()
      .filter((one) => !one.optional && this.staleness(one.name) !== undefined);
    await this.#runEach(this.#withNeeds(stale));
  }

  async restartAndRunAll(): Promise<void> {
    this.#world.restart();
    await this.runAll();
  }

  /** Runs what depends on these cells and has run before: what they give has changed. */
  async runDependents(names: readonly string[]): Promise<void> {
    await this.#rerun(names, ({ name }) => this.#world.state(name).ran !== undefined);
  }

  /** Whether the cells of reactive groups run by themselves. */
  get reacts(): boolean {
    return this.#world.storage.getItem(reactsKey) !== 'off';
  }

  set reacts(on: boolean) {
    if (on) this.#world.storage.removeItem(reactsKey);
    else this.#world.storage.setItem(reactsKey, 'off');
  }

  get anyReactive(): boolean {
    return this.#world.cells().some(({ reactive }) => reactive !== undefined);
  }

  /** Hears what happened to runs, after the page knows of it. */
  heard(event: RunEvent): void {
    if (event.kind !== 'finished' || !this.#asked.delete(event.run)) return;
    const group = this.#world.cells().find(({ name }) => name === event.cell)?.reactive;
    if (group === undefined || event.outcome !== 'ok' || !this.reacts) return;
    const isDue = ({ name }: PageCell): boolean =>
      this.staleness(name) !== undefined || this.#world.state(name).ran === undefined;
    void this.#rerun([event.cell], (cell) => cell.reactive === group && isDue(cell));
  }

  async #rerun(names: readonly string[], includes: (cell: PageCell) => boolean): Promise<void> {
    await this.#read();
    const dependents = dependentsOf(this.#known(), names);
    const cells = this.#world
      .cells()
      .filter((cell) => dependents.includes(cell.name) && includes(cell))
      .filter(({ name }) => !isBusy(this.#world.state(name)));
    const order = this.#world.newOrder();
    for (const cell of this.#inOrder(cells)) this.#world.run(cell, order);
  }

  async #runEach(cells: readonly PageCell[]): Promise<void> {
    await this.#read();
    const order = this.#world.newOrder();
    for (const cell of this.#inOrder(cells)) this.#ask(cell, order);
  }

  #ask(cell: PageCell, order?: string): string | undefined {
    const run = this.#world.run(cell, order);
    if (run !== undefined) this.#asked.add(run);
    return run;
  }

  #inOrder(cells: readonly PageCell[]): PageCell[] {
    const { order, circle } = orderOf(
      this.#known(),
      cells.map(({ name }) => name),
    );
    if (circle !== undefined) this.#world.circle(circle);
    return order.flatMap((name) => cells.find((cell) => cell.name === name) ?? []);
  }

  /** Adds those that a cell needs and that have never run or are stale, and what they need in turn. */
  #withNeeds(cells: readonly PageCell[]): PageCell[] {
    const needs = needsOf(this.#known());
    const all = new Set(cells);
    for (const cell of all) {
      for (const name of needs.get(cell.name) ?? []) {
        const needed = this.#world.cells().find((one) => one.name === name);
        const neverRan = this.#world.state(name).ran === undefined;
        if (needed && (neverRan ? !needed.optional : this.staleness(name) !== undefined)) all.add(needed);
      }
    }
    return [...all];
  }

  get #isTouched(): boolean {
    return this.#world
      .cells()
      .some(
        (cell) => this.#world.state(cell.name).ran !== undefined || this.#world.text(cell) !== cell.original,
      );
  }

  #known(): KnownCell[] {
    return this.#world
      .cells()
      .map((cell) => ({ name: cell.name, bindings: this.#world.bindings.of(this.#world.text(cell)) }));
  }

  /** Reads all texts, those that were run too. */
  async #read(): Promise<void> {
    const codes = this.#world
      .cells()
      .flatMap((cell) => [this.#world.text(cell), this.#world.state(cell.name).ran ?? []].flat());
    await this.#world.bindings.all(codes);
    this.forget();
  }

  #judge(): ReadonlyMap<string, Staleness> {
    const cells = this.#world.cells().map((cell) => {
      const state = this.#world.state(cell.name);
      const bindings = state.ran === undefined ? undefined : this.#world.bindings.of(state.ran);
      return { name: cell.name, text: this.#world.text(cell), state, bindings };
    });
    return stalenessOf(cells);
  }
}
