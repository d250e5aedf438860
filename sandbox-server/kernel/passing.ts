import type { Ending } from '../engines/engine.ts';
import type { Clock } from './clock.ts';
import type { Inspector } from './inspector.ts';

/** A kernel that has answered so often, so many milliseconds apart, and did not get to its next task, is in a loop. */
const ANSWERS_IN_LOOP = 3;
const ANSWERS_APART = 4;
/** What a kernel has not done after so many milliseconds is asked for again. */
const ASK_AGAIN_AFTER = 80;

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
    for (;;) {
      const over = new AbortController();
      const looked = this.#fulfils(call('tick')).then((fulfilled) => (fulfilled ? 'goes on' : 'ask again'));
      const state = await Promise.race([looked, this.#isInLoop(over.signal)]);
      over.abort();
      if (state === 'goes on') return;
      if (state === 'loops') await this.attempt('Runtime.terminateExecution');
    }
  }

  /**
   * Resolves when the kernel has answered often enough to have gone on to its next task. Its answers are counted
   * and no time, because a kernel on a busy computer may only be slow; between tasks and in a loop it does answer.
   */
  async #isInLoop(over: AbortSignal): Promise<'loops'> {
    for (let answers = 0; answers < ANSWERS_IN_LOOP && !over.aborted; answers += 1) {
      await this.#clock.wait(ANSWERS_APART);
      await this.attempt('Runtime.evaluate', { expression: '0' });
    }
    return 'loops';
  }

  /** Resolves when the run's workers have ended. Asked again: a termination for a cell may have struck the question. */
  async #endWorkers(run?: string): Promise<void> {
    const late = (): Promise<boolean> => this.#clock.wait(ASK_AGAIN_AFTER).then(() => false);
    while (!(await Promise.race([this.#fulfils(call('endWorkers', run)), late()])));
  }

  /** Whether a promise of the kernel's was fulfilled; it was not when a termination struck it. */
  #fulfils(expression: string): Promise<boolean> {
    const settled = this.attempt('Runtime.evaluate', { expression, awaitPromise: true });
    return settled.then((fault) => fault === undefined);
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
