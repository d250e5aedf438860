import type { CallSummary } from '../../sandbox-server/protocol/wire.ts';

/** A call with the calls that it caused, in the order in which they began. */
export type CallTree = CallSummary & { inner: readonly CallTree[] };

/** The learner's calls to their cloud, as the server tells of them. */
export class WireFeed {
  #calls = new Map<number, CallSummary>();
  #trees: readonly CallTree[] | undefined;
  #newest: readonly CallTree[] | undefined;
  #byRun: ReadonlyMap<string | undefined, readonly CallTree[]> | undefined;

  /** Takes in calls that have ended; with `all` they are every one that is kept. */
  read(calls: readonly CallSummary[], all: boolean): void {
    if (all) this.#calls = new Map();
    for (const call of calls) this.#calls.set(call.id, call);
    this.#trees = undefined;
    this.#newest = undefined;
    this.#byRun = undefined;
  }

  /** The calls that came from outside the cloud, oldest first, each with what it caused. */
  get trees(): readonly CallTree[] {
    this.#trees ??= treesOf([...this.#calls.values()]);
    return this.#trees;
  }

  /** The same, newest first; the same array for as long as there is no other call. */
  get newest(): readonly CallTree[] {
    this.#newest ??= this.trees.toReversed();
    return this.#newest;
  }

  /** Those that a run of a cell made. */
  ofRun(run: string | undefined): readonly CallTree[] {
    this.#byRun ??= Map.groupBy(this.trees, (call) => call.run);
    return run === undefined ? [] : (this.#byRun.get(run) ?? []);
  }
}

const treesOf = (calls: CallSummary[]): CallTree[] => {
  const inOrder = calls.toSorted((one, other) => one.id - other.id);
  const byCause = Map.groupBy(inOrder, ({ cause }) => cause);
  const tree = (call: CallSummary): CallTree => ({ ...call, inner: (byCause.get(call.id) ?? []).map(tree) });
  return (byCause.get(undefined) ?? []).map(tree);
};
