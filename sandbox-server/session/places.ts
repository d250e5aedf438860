import { EngineError } from '../engines/engine.ts';
import type { Session } from './session.ts';

/** A session that has a kernel, or is about to. */
export interface Place {
  session: Session;
  learner: string;
}

/** The places that a server has for kernels, so many in all and so many for each learner. */
export class Places {
  readonly #most: number;
  readonly #each: number;
  readonly #taken = new Set<Place>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ most, each }: { most: number; each: number }) {
    this.#most = most;
    this.#each = each;
  }

  /**
   * Takes a place, one asker after the other; a kernel that is unused makes room for it if need be.
   * @returns gives the place back
   * @throws EngineError when all are at work
   */
  take(asked: Place): Promise<() => void> {
    const taken = this.#turn.then(async () => {
      await this.#makeRoom(asked.learner);
      const place = { ...asked };
      this.#taken.add(place);
      return () => void this.#taken.delete(place);
    });
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  async #makeRoom(learner: string): Promise<void> {
    const own = [...this.#taken].filter((place) => place.learner === learner);
    if (own.length >= this.#each) {
      await this.#free(
        own,
        'The kernel was stopped because others of your lessons needed its place; run the cells again.',
        `Cells of yours are running in ${this.#each} lessons, which is the most. Wait for one, or interrupt it.`,
      );
    } else if (this.#taken.size >= this.#most) {
      await this.#free(
        [...this.#taken],
        'The kernel was stopped because others needed its place; run the cells again.',
        `All ${this.#most} kernels of this server are at work. Try again in a moment.`,
      );
    }
  }

  /** Stops the kernel that is unused longest, for a reason that its learner reads. */
  async #free(places: readonly Place[], reason: string, none: string): Promise<void> {
    const [oldest] = places
      .filter(({ session }) => !session.isBusy)
      .toSorted((one, other) => one.session.lastUsed - other.session.lastUsed);
    if (oldest === undefined) throw new EngineError(none);
    await oldest.session.stop(reason);
    this.#taken.delete(oldest);
  }
}
