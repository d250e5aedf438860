import type { Reason } from '../protocol/reason.ts';
import { inEnglish } from '../protocol/reason-in-english.ts';
import type { Connection } from './connection.ts';

/** What a kernel may be and do; the engine sees to it that it can do no more. */
export interface Order {
  /** Most memory that it may use, in MiB. */
  memory: number;
  /** Its environment variables; there are no others. Cells may read those that begin with OS_ or WORKBOOK_. */
  environment: Record<string, string>;
  /** The only network addresses that it may connect to, as `host:port`. */
  reach: string[];
}

/** How a kernel came to its end, and why. */
export interface Ending {
  kind: 'stopped' | 'memory' | 'exited';
  reason: Reason;
}

/** A place where one kernel runs. */
export interface Host {
  /** Speaks the Chrome DevTools Protocol with the kernel's V8 (https://chromedevtools.github.io/devtools-protocol/v8/). */
  readonly connection: Connection;
  /** Settles once, whatever ended the kernel; never rejects. */
  readonly exited: Promise<Ending>;
  /** Memory in use, in MiB. */
  memory(): Promise<number>;
  /** Ends the kernel and everything that it started. */
  stop(): Promise<Ending>;
}

/** Whether an engine can be used on this machine, in a sentence. */
export interface Probe {
  available: boolean;
  sentence: string;
}

/** Knows where kernels run, and nothing of what they run. */
export interface Engine {
  readonly name: string;
  probe(): Promise<Probe>;
  /** @throws EngineError when no kernel can be had; an abort of `signal` ends what was begun. */
  launch(order: Order, signal?: AbortSignal): Promise<Host>;
}

/** No kernel could be had; the reason, or a sentence in English for whoever looks after the server, says why. */
export class EngineError extends Error {
  override name = 'EngineError';
  readonly reason: Reason;

  constructor(why: Reason | string, options?: ErrorOptions) {
    const reason: Reason = typeof why === 'string' ? { code: 'no-kernel', words: why } : why;
    super(inEnglish(reason), options);
    this.reason = reason;
  }
}
