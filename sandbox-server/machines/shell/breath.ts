// Taken once, before any shell fences them off for the scripts that it runs.
const now = performance.now.bind(performance);
const Channel = MessageChannel;

/** How long a script may compute before others get their turn. */
const SLICE = 8;

/** A script computed for longer than it may. */
export class ComputedTooLong extends Error {
  constructor(milliseconds: number) {
    super(`Killed: it computed for more than ${milliseconds / 1000} s without an end`);
    this.name = 'ComputedTooLong';
  }
}

/** Settles when everyone else who was ready has had a turn. */
function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new Channel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * The computing time of a script and of all that it starts. A script's loops take a breath now and then: the
 * host's other work goes on, and a loop without an end is found out.
 */
export class Breath {
  readonly #most: number;
  readonly #exhausted: (error: ComputedTooLong) => void;
  #last = now();
  #spent = 0;

  constructor(most: number, exhausted: (error: ComputedTooLong) => void) {
    this.#most = most;
    this.#exhausted = exhausted;
  }

  /** Call when the script comes back from a wait: the wait was no computing. */
  wake(): void {
    this.#last = now();
  }

  async take(): Promise<void> {
    const computed = now() - this.#last;
    if (computed < SLICE) return;
    this.#spent += Math.min(computed, 4 * SLICE);
    if (this.#spent > this.#most) this.#exhausted(new ComputedTooLong(this.#most));
    await giveWay();
    this.#last = now();
  }
}
