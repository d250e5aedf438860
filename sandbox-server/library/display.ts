import { announceAs, currentRun, show } from './channel.ts';
import { lighten } from './large.ts';
import { markShown, type Presented, present } from './present.ts';

// The runtime's own, from before cells came: an object goes to the server through it, to be unfolded there.
const { log } = console;

/** Names a display, so that showing another one with the same `id` replaces it. */
export interface Named {
  id?: string;
}

let count = 0;

/** A name that no display has yet. */
export function newId(): string {
  count += 1;
  return `display:${count}`;
}

/** Something that a cell has shown, and that can be shown anew in its place. */
export class Display {
  /** Showing something else with this `id` in the same run takes its place, too. */
  readonly id: string;
  readonly #run = currentRun();

  constructor(id = newId()) {
    this.id = id;
    markShown(this);
  }

  /** Shows `value` in the place of what this showed until now, in whichever cell it stands. */
  update(value: unknown): void {
    if (typeof value === 'string') this.put({ kind: 'text', text: value });
    else if (isPrimitive(value)) this.put({ kind: 'text', text: String(value) });
    else this.#present(value);
  }

  /** @param presented a display of the protocol, without its id */
  put(presented: object): void {
    show({ ...presented, id: this.id }, this.#run);
  }

  #present(value: unknown): void {
    const presented: ReturnType<typeof present> = present(value);
    if (presented instanceof Promise) {
      void presented.then((later) => this.#showOr(value, later));
    } else this.#showOr(value, presented === 'nothing' ? undefined : presented);
  }

  #showOr(value: unknown, presented: Presented | undefined): void {
    if (presented) this.put(presented);
    else {
      announceAs(this.id, this.#run);
      log(lighten(value));
    }
  }
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}
