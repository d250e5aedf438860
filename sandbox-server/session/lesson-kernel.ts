import { EngineError } from '../engines/engine.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { GoneCause, RunEvent } from '../protocol/events.ts';
import type { Reason } from '../protocol/reason.ts';
import type { Journal } from './journal.ts';
import type { Wait } from './places.ts';

/** What a lesson's kernel needs of its session. */
export interface LessonKernelParts {
  journal: Journal;
  /** Gets one, after waiting in the line if need be; `admitted` is called when the wait is over. */
  launch(wait: Wait, admitted: () => void): Promise<Kernel>;
}

/** Why a kernel that has not begun is not waited for any more. */
const notWanted = new Error('Nobody waits for this kernel any more.');

/** The kernel of a lesson, one after the other: each begins when it is wanted, and when the one before has ended. */
export class LessonKernel {
  readonly #parts: LessonKernelParts;
  #current: Promise<Kernel> | undefined;
  /** Aborted when the current kernel need not begin any more; there is none when it has its place. */
  #waiting: AbortController | undefined;
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

  /** Leaves the line, if the kernel has not begun. */
  leaveLine(): void {
    if (this.#waiting === undefined) return;
    this.#waiting.abort(notWanted);
    this.#waiting = undefined;
    this.#current = undefined;
    this.#say({ kind: 'kernel', state: 'asleep' });
  }

  /** Ends a kernel that nobody uses; the learner reads the `reason` if they lose something by it. */
  async sleep(reason: Reason, cause: GoneCause, isUnused: () => boolean): Promise<void> {
    const kernel = await this.present();
    const losesSomething = kernel === undefined || (await kernel.holdsState());
    // A cell may have begun meanwhile.
    if (isUnused()) await this.end(losesSomething ? reason : undefined, cause);
  }

  /**
   * Ends the kernel; from now on there is none.
   * @param reason what the learner reads of it; without one nothing is lost
   */
  async end(reason: Reason | undefined, cause: GoneCause): Promise<void> {
    this.leaveLine();
    const present = this.present();
    const before = this.#ending;
    if (this.#current === undefined) {
      await before;
      return;
    }
    this.#current = undefined;
    const ending = this.#stop(present, gone(reason, cause), before);
    this.#ending = ending;
    await ending;
    if (this.#ending === ending) this.#ending = undefined;
  }

  async #stop(present: Promise<Kernel | undefined>, end: RunEvent, before?: Promise<void>): Promise<void> {
    const kernel = await present;
    this.#say(end);
    await kernel?.stop();
    await before;
  }

  /** Begins one, and says so when it ends by itself. */
  #begin(): Promise<Kernel> {
    const begun: Promise<Kernel> = this.#launch().then(
      (kernel) => {
        void kernel.exited.then(({ reason }) => this.#leave(begun, gone(reason, 'ended')));
        return kernel;
      },
      (error: unknown) => {
        this.#leave(begun, gone(whyNoKernel(error), 'failed'));
        throw error;
      },
    );
    // Whoever waits for it hears of its failure; a run that was cancelled meanwhile does not.
    begun.catch(() => undefined);
    return begun;
  }

  async #launch(): Promise<Kernel> {
    const waiting = new AbortController();
    this.#waiting = waiting;
    await this.#ending;
    waiting.signal.throwIfAborted();
    const admitted = (): void => {
      if (this.#waiting === waiting) this.#waiting = undefined;
      this.#say({ kind: 'kernel', state: 'starting' });
    };
    const moved = (place: number): void => this.#say({ kind: 'kernel', state: 'waiting', place });
    const kernel = await this.#parts.launch({ signal: waiting.signal, moved }, admitted);
    this.#say({ kind: 'kernel', state: 'ready' });
    return kernel;
  }

  #leave(kernel: Promise<Kernel>, end: RunEvent): void {
    if (this.#current !== kernel) return;
    this.#current = undefined;
    this.#waiting = undefined;
    this.#say(end);
  }

  #say(event: RunEvent): void {
    this.#parts.journal.add(event);
  }
}

function gone(reason: Reason | undefined, cause: GoneCause): RunEvent {
  return reason === undefined
    ? { kind: 'kernel', state: 'asleep' }
    : { kind: 'kernel', state: 'gone', reason, cause };
}

/** What a launch failed for. */
export function whyNoKernel(error: unknown): Reason {
  if (error instanceof EngineError) return error.reason;
  return { code: 'no-kernel', words: error instanceof Error ? error.message : String(error) };
}
