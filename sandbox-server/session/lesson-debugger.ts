import type { Kernel } from '../kernel/kernel.ts';
import type { Breakpoints, StepKind } from '../protocol/debugger.ts';
import { LessonRefusal } from './refusal.ts';

/** What a learner tells a run that is debugged. */
export class LessonDebugger {
  readonly #kernel: () => Promise<Kernel | undefined>;

  /** `kernel` is the lesson's, if there is one. */
  constructor(kernel: () => Promise<Kernel | undefined>) {
    this.#kernel = kernel;
  }

  /** Lets a paused run go on. @throws LessonRefusal when it is not paused */
  async step(run: string, how: StepKind): Promise<void> {
    const kernel = await this.#kernel();
    if (kernel?.debugger.step(run, how) !== true) throw new LessonRefusal({ code: 'not-paused' });
  }

  /** Takes other breakpoints for a run that goes on; for one that is over they come too late. */
  async setBreakpoints(run: string, breakpoints: Breakpoints): Promise<void> {
    const kernel = await this.#kernel();
    await kernel?.debugger.replace(run, breakpoints);
  }
}
