import { EngineError } from '../engines/engine.ts';
import type { Reason } from '../protocol/reason.ts';
import type { Session } from './session.ts';

/** A session that has a kernel, or is about to. */
export interface Place {
  session: Pick<Session, 'isBusy' | 'lastUsed' | 'sleep'>;
  learner: string;
}

/** How somebody waits in the line. */
export interface Wait {
  /** Aborted when the place is not wanted any more. */
  signal: AbortSignal;
  /** Hears the place in the line, from 1, and each time that it changes. */
  moved(place: number): void;
}

/** How many places there are. */
export interface PlacesParts {
  /** Kernels in all. */
  most: number;
  /** Kernels of one learner. */
  each: number;
  /** How many may wait for one; beyond it the classroom is full. */
  line: number;
  /** Whether one more kernel fits into the memory that there is for all. */
  fits(): boolean;
}

/** Somebody in the line. */
interface Waiter extends Place {
  wait: Wait;
  /** The place that was told last. */
  told: number | undefined;
  admit(leave: () => void): void;
}

/**
 * The places that a server has for kernels, so many in all and so many for each learner. When all are at work,
 * whoever comes waits in a line that serves one learner after the other, however many cells each of them has.
 */
export class Places {
  readonly #parts: PlacesParts;
  readonly #taken = new Set<Place>();
  /** Those who wait, by learner; the learner who was served last comes last. */
  readonly #line = new Map<string, Waiter[]>();
  #serving: Promise<void> | undefined;
  #again = false;

  constructor(parts: PlacesParts) {
    this.#parts = parts;
  }

  /** Places that are taken. */
  get taken(): number {
    return this.#taken.size;
  }

  /** Whether nobody more can wait. */
  get isFull(): boolean {
    return this.#waiters().length >= this.#parts.line;
  }

  /**
   * Takes a place; a kernel that is unused makes room for it if need be.
   * @returns gives the place back
   * @throws EngineError when too many wait already; the reason of `wait.signal` when that is aborted first
   */
  take(asked: Place, wait: Wait): Promise<() => void> {
    if (this.isFull) {
      return Promise.reject(new EngineError({ code: 'classroom-full', waiting: this.#parts.line }));
    }
    return new Promise((resolve, reject) => {
      wait.signal.throwIfAborted();
      const waiter: Waiter = { ...asked, wait, told: undefined, admit: resolve };
      this.#line.set(asked.learner, [...(this.#line.get(asked.learner) ?? []), waiter]);
      wait.signal.addEventListener('abort', () => {
        this.#remove(waiter);
        reject(wait.signal.reason);
        this.#tell();
      });
      void this.serve();
    });
  }

  /** Lets in whoever can be: to be called when a kernel has ended, or a session has nothing more to run. */
  serve(): Promise<void> {
    this.#again = true;
    this.#serving ??= this.#serveAll().finally(() => {
      this.#serving = undefined;
    });
    return this.#serving;
  }

  async #serveAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      for (const [learner, [first]] of [...this.#line]) {
        if (first === undefined || !(await this.#makeRoom(learner))) continue;
        if (!this.#line.get(learner)?.includes(first)) continue;
        this.#admit(first);
        this.#again = true;
      }
    }
    this.#tell();
  }

  #admit(waiter: Waiter): void {
    const { learner, session } = waiter;
    this.#remove(waiter);
    // The learner's others wait behind those of everybody else.
    const others = this.#line.get(learner);
    this.#line.delete(learner);
    if (others) this.#line.set(learner, others);
    const place = { learner, session };
    this.#taken.add(place);
    waiter.admit(() => {
      if (this.#taken.delete(place)) void this.serve();
    });
  }

  /** Whether there is a place for a kernel of this learner; one that is unused may have ended for it. */
  async #makeRoom(learner: string): Promise<boolean> {
    const own = [...this.#taken].filter((place) => place.learner === learner);
    if (own.length >= this.#parts.each) {
      return this.#free(own, { code: 'needed-by-own-lessons' });
    }
    if (this.#taken.size < this.#parts.most && (this.#taken.size === 0 || this.#parts.fits())) return true;
    return this.#free([...this.#taken], { code: 'needed-by-others' });
  }

  /** Puts the kernel to sleep that is unused longest, for a reason that its learner reads if they lose something. */
  async #free(places: readonly Place[], reason: Reason): Promise<boolean> {
    const unused = places
      .filter(({ session }) => !session.isBusy)
      .toSorted((one, other) => one.session.lastUsed - other.session.lastUsed);
    for (const place of unused) {
      if (!(await place.session.sleep(reason, 'crowded'))) continue;
      this.#taken.delete(place);
      return true;
    }
    return false;
  }

  #remove(waiter: Waiter): void {
    const left = (this.#line.get(waiter.learner) ?? []).filter((each) => each !== waiter);
    if (left.length > 0) this.#line.set(waiter.learner, left);
    else this.#line.delete(waiter.learner);
  }

  /** All who wait, in the order in which they are served: each learner's first, each learner's second … */
  #waiters(): Waiter[] {
    const lines = [...this.#line.values()];
    const longest = Math.max(0, ...lines.map(({ length }) => length));
    return Array.from({ length: longest }, (_, round) =>
      lines.flatMap((line) => line.slice(round, round + 1)),
    ).flat();
  }

  #tell(): void {
    for (const [index, waiter] of this.#waiters().entries()) {
      if (waiter.told === index + 1) continue;
      waiter.told = index + 1;
      waiter.wait.moved(index + 1);
    }
  }
}
