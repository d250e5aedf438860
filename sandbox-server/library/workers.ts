import { currentRun } from './channel.ts';

/** The workers that cells have begun, and how they end with the run that began them. */

interface Begun {
  run: string | undefined;
  /** Where it says that it is there when asked, or that it ends itself. */
  line: BroadcastChannel;
  ended: PromiseWithResolvers<void>;
}

const begun = new Set<Begun>();

/** Notes each worker that a cell begins. */
export function watchWorkers(): void {
  const Unwatched = globalThis.Worker;
  globalThis.Worker = class Worker extends Unwatched {
    readonly #begun: Begun;

    constructor(address: string | URL, options?: WorkerOptions) {
      const name = crypto.randomUUID();
      super(watched(String(address), name), options);
      const each: Begun = {
        run: currentRun(),
        line: new BroadcastChannel(name),
        ended: Promise.withResolvers(),
      };
      this.#begun = each;
      begun.add(each);
      each.line.addEventListener('message', ({ data }) => {
        if (data === 'here') this.terminate();
        else forget(each);
      });
      // What it does not catch is its end.
      this.addEventListener('error', () => forget(each));
    }

    override terminate(): void {
      super.terminate();
      forget(this.#begun);
    }
  };
}

/** A module that says on the channel `name` what is asked of the worker, beside the one at `address`. */
function watched(address: string, name: string): string {
  const source = `
    const line = new BroadcastChannel(${JSON.stringify(name)});
    line.addEventListener('message', () => line.postMessage('here'));
    const { close } = globalThis;
    globalThis.close = () => {
      line.postMessage('gone');
      close();
    };
    await import(${JSON.stringify(address)});`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

function forget(each: Begun): void {
  if (!begun.delete(each)) return;
  each.line.close();
  each.ended.resolve();
}

/**
 * Ends the workers of a run; without one, those of all runs. Resolves when they have ended, which one that loops
 * never does: Deno cannot end it (https://github.com/denoland/deno/pull/35657).
 */
export async function endWorkers(run?: string): Promise<void> {
  const ending = [...begun].filter((each) => run === undefined || each.run === run);
  for (const { line } of ending) line.postMessage('end');
  await Promise.all(ending.map(({ ended }) => ended.promise));
}
