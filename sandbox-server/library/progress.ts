import { Display, type Named } from './display.ts';
import { pace } from './pace.ts';

/** At most once in so many milliseconds is a bar drawn anew. */
const drawEvery = 50;

/** A bar that shows how far something is. */
export class Progress {
  readonly label: string;
  readonly total: number | undefined;
  readonly #display: Display;
  readonly #draw: () => void;
  #value = 0;
  #done = false;

  constructor(label: string, total?: number, { id }: Named = {}) {
    if (total !== undefined && !(total > 0 && Number.isFinite(total))) {
      throw new RangeError(`The total of a progress bar is more than 0, not ${total}.`);
    }
    this.label = String(label).slice(0, 500);
    this.total = total;
    this.#display = new Display(id);
    this.#draw = pace(drawEvery, () => this.#show());
    this.#draw();
  }

  /** How much is done, of `total`. */
  get value(): number {
    return this.#value;
  }

  set value(value: number) {
    if (!Number.isFinite(value)) throw new RangeError(`A progress bar cannot stand at ${value}.`);
    this.#value = Math.max(0, Math.min(value, this.total ?? value));
    if (this.#value === this.total) this.finish();
    else this.#draw();
  }

  /** Goes on by `amount`. */
  advance(amount = 1): void {
    this.value += amount;
  }

  /** Says that it is done, wherever the bar stands. */
  finish(): void {
    if (this.#done) return;
    this.#done = true;
    if (this.total !== undefined) this.#value = this.total;
    this.#show();
  }

  #show(): void {
    this.#display.put({
      kind: 'progress',
      label: this.label,
      value: this.#value,
      ...(this.total !== undefined && { total: this.total }),
      done: this.#done,
    });
  }
}
