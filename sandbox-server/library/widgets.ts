import { currentCell, currentRun } from './channel.ts';
import { Display } from './display.ts';
import { markShown } from './present.ts';

/** Fields that a reader sets and cells read. Their values come over the channel, by cell and name. */

type Value = number | string | boolean;

/** A value that the reader has given a widget. */
export interface Choice {
  cell: string;
  widget: string;
  value: Value;
}

const chosen = new Map<string, Value>();
/** What is shown now: by which run, and how it is set. */
const widgets = new Map<string, { run: string | undefined; set(given: Value): void }>();
const keyOf = (cell: string, name: string): string => `${cell} ${name}`;

/** Takes over what the reader has set: when the kernel begins, and then whenever it changes. */
export function choose(choices: readonly Choice[]): void {
  for (const { cell, widget, value } of choices) {
    chosen.set(keyOf(cell, widget), value);
    widgets.get(keyOf(cell, widget))?.set(value);
  }
}

/** How a widget is named, and what it makes of a value that it is given; undefined for one that it cannot take. */
interface Terms<Held> {
  id: string | undefined;
  read(given: Value): Held | undefined;
}

/** A widget of the protocol, of which only the label matters here. */
type Labelled = { label: string } & Record<string, unknown>;

/** A field in a cell's output. */
export class Widget<Held extends Value> {
  /** What names it within its cell. */
  readonly name: string;
  #value: Held;
  #changed = Promise.withResolvers<Held>();

  /** @param start its value until the reader sets it */
  constructor(control: Labelled, start: Held, { id, read }: Terms<Held>) {
    const run = currentRun();
    const cell = currentCell() ?? '';
    this.name = freeName(run, cell, String(id ?? control.label).slice(0, 190) || 'widget');
    const key = keyOf(cell, this.name);
    const before = chosen.get(key);
    this.#value = (before === undefined ? undefined : read(before)) ?? start;
    widgets.set(key, { run, set: (given) => this.#set(read(given)) });
    markShown(this);
    new Display(this.name).put({ kind: 'widget', control, value: this.#value });
  }

  /** What the reader has set it to. */
  get value(): Held {
    return this.#value;
  }

  /** Resolves to its value when the reader changes it next. */
  next(): Promise<Held> {
    return this.#changed.promise;
  }

  #set(value: Held | undefined): void {
    if (value === undefined || value === this.#value) return;
    this.#value = value;
    this.#changed.resolve(value);
    this.#changed = Promise.withResolvers();
  }
}

/** Two of one name in one run would be one field to the reader. */
function freeName(run: string | undefined, cell: string, name: string): string {
  let free = name;
  for (let count = 2; run !== undefined && widgets.get(keyOf(cell, free))?.run === run; count += 1) {
    free = `${name} ${count}`;
  }
  return free;
}
