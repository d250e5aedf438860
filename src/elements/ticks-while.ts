const tick = 200;

/** Calls a function five times a second while something lasts: for a clock that is seen. */
export class TicksWhile {
  readonly #call: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(call: () => void) {
    this.#call = call;
  }

  during(lasts: boolean): void {
    if (lasts === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = lasts ? setInterval(this.#call, tick) : undefined;
  }
}
