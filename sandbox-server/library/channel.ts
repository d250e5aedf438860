import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The way from the kernel to the server: which run is speaking, what it shows, and how it is stopped.
 * `kernel.ts` opens it; `workbook.ts` speaks through it. Cells have no need of it.
 */

/** Thrown in a cell that is waiting (`sleep`, `fetch`) when its run is interrupted. */
export class Interrupted extends Error {
  override name = 'Interrupted';
  constructor() {
    super('This run was interrupted.');
  }
}

/** A run of a cell, as its code knows it. */
interface Speaker {
  run: string;
  cell: string;
}

const speaker = new AsyncLocalStorage<Speaker>();
const stopped = new Set<string>();
const endings = new Map<string, AbortController>();
// Kept from the start, so that a cell which replaces a global cannot silence the kernel.
const { stringify } = JSON;
let deliver: ((text: string) => void) | undefined;
let lastSpeaker: string | undefined;

/** Connects the channel to the server; only the first call counts. */
export function connect(send: (text: string) => void): void {
  deliver ??= send;
}

/** Makes everything that the calling function does from here on, and all that it starts, part of `run`. */
export function enter(run: string, cell = ''): void {
  // Said anew in each run: while one that puts out too much is being stopped, nobody listens.
  lastSpeaker = undefined;
  speaker.enterWith({ run, cell });
}

/** The run that the calling code belongs to, even long after that run has finished. */
export function currentRun(): string | undefined {
  return speaker.getStore()?.run;
}

/** The name of the cell that the calling code belongs to. */
export function currentCell(): string | undefined {
  return speaker.getStore()?.cell;
}

/** Says that the next console message is the run's display `as`, and takes the place of what that was. */
export function announceAs(as: string, run = currentRun() ?? lastSpeaker): void {
  if (run === undefined || deliver === undefined) return;
  lastSpeaker = run;
  deliver(stringify({ __proto__: null, run, as }));
}

/** Says whose the next console message is, when that is another run than before. */
export function announce(run: string | undefined = currentRun()): void {
  if (run === undefined || run === lastSpeaker || deliver === undefined) return;
  lastSpeaker = run;
  deliver(stringify({ __proto__: null, run }));
}

/**
 * Prints `text` under the current run: the short way for what needs no console.
 * @returns false when there is no run to print it for
 */
export function print(stream: 'stdout' | 'stderr', text: string): boolean {
  const run = currentRun();
  if (run === undefined || deliver === undefined) return false;
  lastSpeaker = run;
  deliver(stringify({ __proto__: null, run, stream, text }));
  return true;
}

/** Shows `display` (see the server's `display` schema, which has the last word) under `run`, the current one by default. */
export function show(display: object, run = currentRun() ?? lastSpeaker ?? ''): void {
  if (deliver === undefined) throw new Error('Only a cell of the workbook can show something.');
  deliver(stringify({ __proto__: null, run, display }));
}

/** Says what a check has found out (see the server's `finding` schema) under the current run. */
export function find(finding: object): void {
  deliver?.(stringify({ __proto__: null, run: currentRun() ?? '', finding }));
}

/** Aborted when the current run is interrupted; never, outside a run. */
export function runSignal(): AbortSignal | undefined {
  const run = currentRun();
  if (run === undefined) return undefined;
  let ending = endings.get(run);
  if (ending === undefined) {
    ending = new AbortController();
    if (stopped.has(run)) ending.abort(new Interrupted());
    endings.set(run, ending);
  }
  return ending.signal;
}

/** Whether `run` was interrupted: what it left behind (timers) must not go on. */
export function isStopped(run: string | undefined): boolean {
  return run !== undefined && stopped.has(run);
}

/** Ends what `run` waits for. Without a run: what every earlier run left behind. */
export function stop(run?: string): void {
  const runs = run === undefined ? [...endings.keys()] : [run];
  for (const each of runs) {
    stopped.add(each);
    endings.get(each)?.abort(new Interrupted());
    endings.delete(each);
  }
}
