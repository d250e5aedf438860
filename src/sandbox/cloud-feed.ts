import type { CloudView } from './cloud-view.ts';

/** The world around a feed: time, and whether anybody looks. */
export type FeedWorld = {
  after: (milliseconds: number, call: () => void) => () => void;
  visible: () => boolean;
  /** Calls back whenever the page is shown or hidden. */
  onVisible: (call: () => void) => void;
};

/** What is known of the cloud: the latest view of it, or why there is none. */
export type FeedState = { cloud?: CloudView; failure?: string };

const pause = 2_000;

const page: FeedWorld = {
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
  visible: () => document.visibilityState === 'visible',
  onVisible: (call) => document.addEventListener('visibilitychange', call),
};

/** The learner's cloud, read again and again while somebody listens and the page is seen. */
export class CloudFeed {
  readonly #read: () => Promise<CloudView>;
  readonly #world: FeedWorld;
  readonly #listeners = new Set<(state: FeedState) => void>();
  #state: FeedState = {};
  #cancel: (() => void) | undefined;
  #reading = false;
  #again = false;

  constructor(read: () => Promise<CloudView>, world: FeedWorld = page) {
    this.#read = read;
    this.#world = world;
    world.onVisible(() => this.refresh());
  }

  get state(): FeedState {
    return this.#state;
  }

  subscribe(listener: (state: FeedState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    if (this.#listeners.size === 1) this.refresh();
    return () => this.#listeners.delete(listener);
  }

  /** Reads now: something has just changed the cloud. */
  refresh(): void {
    this.#cancel?.();
    if (this.#listeners.size === 0 || !this.#world.visible()) return;
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    this.#read().then(
      (cloud) => this.#settle({ cloud }),
      (failure: unknown) => this.#settle({ ...this.#state, failure: String(failure) }),
    );
  }

  #settle(state: FeedState): void {
    this.#reading = false;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
    if (this.#again) {
      this.#again = false;
      this.refresh();
    } else this.#cancel = this.#world.after(pause, () => this.refresh());
  }
}
