/** Runs that were sent and are not in the log yet. */
export class UnheardRuns {
  readonly #runs = new Set<string>();
  /** True from a lost connection until the log was read again: a run that is not in it then never arrived. */
  #inDoubt = false;

  sent(run: string): void {
    this.#runs.add(run);
  }

  heard(run: string): void {
    this.#runs.delete(run);
  }

  /** The connection is lost: they may have arrived or not. */
  doubt(): void {
    this.#inDoubt = this.#runs.size > 0;
  }

  /** The log was read to its end: those that never arrived, if there was doubt. */
  giveUp(): string[] {
    if (!this.#inDoubt) return [];
    this.#inDoubt = false;
    const runs = [...this.#runs];
    this.#runs.clear();
    return runs;
  }
}
