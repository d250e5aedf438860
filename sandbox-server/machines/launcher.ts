/**
 * Starts what goes on after the one who asked for it has finished: services, and jobs in the background. They
 * begin in the launcher's own chain of events, so that nothing of the asking script's confinement clings to them.
 */
export class Launcher {
  readonly #waiting: (() => Promise<void>)[] = [];
  #wake: () => void = () => undefined;
  #closed = false;

  constructor(failed: (error: unknown) => void) {
    void this.#loop(failed);
  }

  launch(start: () => Promise<void>): void {
    this.#waiting.push(start);
    this.#wake();
  }

  /** Nothing starts any more; what runs is not touched. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async #loop(failed: (error: unknown) => void): Promise<void> {
    while (!this.#closed) {
      const start = this.#waiting.shift();
      if (start) start().catch(failed);
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
