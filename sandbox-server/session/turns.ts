/** One work of each learner's at a time, so that nobody's many works hold up those of others. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does the work when what this learner asked for before is done; settles as it does. */
  take<Result>(learner: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#last.get(learner) ?? Promise.resolve()).then(work);
    const done = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(learner) === done) this.#last.delete(learner);
      });
    this.#last.set(learner, done);
    return turn;
  }
}
