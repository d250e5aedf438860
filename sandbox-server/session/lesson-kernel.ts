import type { Kernel } from '../kernel/kernel.ts';
import type { RunEvent } from '../protocol/events.ts';
import type { Journal } from './journal.ts';

/** What a lesson's kernel needs of its session. */
export interface LessonKernelParts {
  journal: Journal;
  launch(): Promise<Kernel>;
}

/** The kernel of a lesson, one after the other: each begins when it is wanted, and when the one before has ended. */
export class LessonKernel {
  readonly #parts: LessonKernelParts;
  #current: Promise<Kernel> | undefined;
  /** Settles when all kernels before have ended. */
  #ending: Promise<void> | undefined;

  constructor(parts: LessonKernelParts) {
    this.#parts = parts;
  }

  /** Whether there is one, or will be in a moment. */
  get isThere(): boolean {
    return this.#current !== undefined;
  }

  /** Whether one before has not ended yet. */
  get isEnding(): boolean {
    return this.#ending !== undefined;
  }

  /** The kernel; begins one if there is none. */
  ready(): Promise<Kernel> {
    this.#current ??= this.#begin();
    return this.#current;
  }

  /** The kernel if there is one, or will be in a moment. */
  present(): Promise<Kernel | undefined> {
    return this.#current?.catch(() => undefined) ?? Promise.resolve(undefined);
  }

  /** Ends the kernel, for a `reason` that the learner reads; from now on there is none. */
  async end(reason: string): Promise<void> {
    const present = this.present();
    const before = this.#ending;
    if (this.#current === undefined) {
      await before;
      return;
    }
    this.#current = undefined;
    const ending = this.#stop(present, reason, before);
    this.#ending = ending;
    await ending;
    if (this.#ending === ending) this.#ending = undefined;
  }

  async #stop(present: Promise<Kernel | undefined>, reason: string, before?: Promise<void>): Promise<void> {
    const kernel = await present;
    this.#say({ kind: 'kernel', state: 'gone', reason });
    await kernel?.stop();
    await before;
  }

  /** Begins one, and says so when it ends by itself. */
  #begin(): Promise<Kernel> {
    const begun: Promise<Kernel> = this.#launch().then(
      (kernel) => {
        void kernel.exited.then(({ words }) =>
          this.#leave(begun, `${words} Everything that cells had made is gone.`),
        );
        return kernel;
      },
      (error: unknown) => {
        this.#leave(begun, error instanceof Error ? error.message : String(error));
        throw error;
      },
    );
    // Whoever waits for it hears of its failure; a run that was cancelled meanwhile does not.
    begun.catch(() => undefined);
    return begun;
  }

  async #launch(): Promise<Kernel> {
    await this.#ending;
    this.#say({ kind: 'kernel', state: 'starting' });
    const kernel = await this.#parts.launch();
    this.#say({ kind: 'kernel', state: 'ready' });
    return kernel;
  }

  #leave(kernel: Promise<Kernel>, reason: string): void {
    if (this.#current !== kernel) return;
    this.#current = undefined;
    this.#say({ kind: 'kernel', state: 'gone', reason });
  }

  #say(event: RunEvent): void {
    this.#parts.journal.add(event);
  }
}
