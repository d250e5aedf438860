import { wait } from '../wait.ts';

/** What the client needs of the world around it; tests give another one. */
export interface World {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits so many milliseconds; rejects with the signal's reason when it is aborted. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The network and the clock that there really are. */
export const realWorld: World = {
  fetch: (url, init) => fetch(url, init),
  now: () => Date.now(),
  wait,
};
