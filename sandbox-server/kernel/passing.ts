import type { Ending } from '../engines/engine.ts';
import type { Clock } from './clock.ts';
import type { Inspector } from './inspector.ts';

/** A kernel that does not get to its next task for so long, in milliseconds, is in a loop. */
const LOOPS_AFTER = 80;

/** What is done in a kernel beside its cells, even while one of them keeps it busy. */
export class Passing {
  readonly #inspector: Inspector;
  readonly #clock: Clock;
  #isOver = false;

  constructor(inspector: Inspector, clock: Clock, exited: Promise<Ending>) {
    this.#inspector = inspector;
    this.#clock = clock;
    void exited.then(() => {
      this.#isOver = true;
    });
  }

  /** Resolves when nothing of the run is going on any more; without a run, nothing of any. */
  async terminate(run?: string): Promise<void> {
    await this.stop(run);
    await this.#endLoops();
    // What its waits rejected with may have begun something again.
    await this.#endLoops();
    await this.#endWorkers(run);
  }

  /** Ends what the run waits for; without one, what all runs wait for. */
  stop(run?: string): Promise<void> {
    return this.do(call('stop', run));
  }

  /**
   * Resolves when the kernel gets to the next task. Only what keeps it from that is terminated: in code of the
   * runtime's own, where a kernel is when it is idle, a termination can be the kernel's end.
   */
  async #endLoops(): Promise<void> {
    while (!(await this.#settlesSoon(call('tick')))) await this.attempt('Runtime.terminateExecution');
  }

  /** Resolves when the run's workers have ended. Asked again: a termination for a cell may have struck the question. */
  async #endWorkers(run?: string): Promise<void> {
    while (!(await this.#settlesSoon(call('endWorkers', run))));
  }

  /** Whether a promise of the kernel's is fulfilled in less time than a loop is known by. */
  #settlesSoon(expression: string): Promise<boolean> {
    const settled = this.attempt('Runtime.evaluate', { expression, awaitPromise: true });
    const late = this.#clock.wait(LOOPS_AFTER).then(() => false);
    return Promise.race([settled.then((fault) => fault === undefined), late]);
  }

  /** Evaluates; again, when it fell victim to a termination that was meant for a cell. */
  async do(expression: string): Promise<void> {
    for (let tries = 0; tries < 5; tries += 1) {
      const fault = await this.attempt('Runtime.evaluate', { expression });
      if (fault !== 'Execution was terminated') return;
    }
  }

  /** For requests whose refusal changes nothing: what they would end or release is gone already. */
  async attempt(method: string, parameters: object = {}): Promise<string | undefined> {
    return this.#isOver ? undefined : this.#inspector.attempt(method, parameters);
  }
}

/** A call of the kernel's program (`library/kernel.ts`). */
function call(method: string, run?: string): string {
  return `this.__workbook__.${method}(${JSON.stringify(run) ?? ''})`;
}
