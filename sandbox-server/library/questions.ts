import { runSignal } from './channel.ts';
import { Display } from './display.ts';

/** What the reader of a cell is asked; the answer comes over the channel, by the question's id. */

type Answer = string | boolean | null;

const waiting = new Map<string, (answer: Answer) => void>();

/**
 * Asks the reader for a line of text, in the cell.
 * @param initial what stands in the field at first
 * @returns a promise of the text, or of null when the reader declines: write `await prompt(…)`
 */
export function prompt(message = '', initial?: string): Promise<string | null> {
  const start = initial === undefined ? {} : { initial: String(initial).slice(0, 10_000) };
  return ask('prompt', message, start, (answer) => (typeof answer === 'string' ? answer : null));
}

/**
 * Asks the reader yes or no, in the cell.
 * @returns a promise of whether they said yes: write `await confirm(…)`
 */
export function confirm(message = ''): Promise<boolean> {
  return ask('confirm', message, {}, (answer) => answer === true);
}

/**
 * Tells the reader something, in the cell.
 * @returns a promise that is kept when they have read it: write `await alert(…)`
 */
export function alert(message = ''): Promise<void> {
  return ask('alert', message, {}, () => undefined);
}

/** The answer to a question; one that nobody waits for changes nothing. */
export function replyTo(id: string, answer: Answer): void {
  waiting.get(id)?.(answer);
}

function ask<Result>(
  name: 'prompt' | 'confirm' | 'alert',
  message: string,
  more: object,
  read: (answer: Answer) => Result,
): Promise<Result> {
  const display = new Display();
  const signal = runSignal();
  const answered = new Promise<Result>((resolve, reject) => {
    signal?.throwIfAborted();
    const leave = () => {
      waiting.delete(display.id);
      reject(signal?.reason);
    };
    waiting.set(display.id, (answer) => {
      waiting.delete(display.id);
      signal?.removeEventListener('abort', leave);
      resolve(read(answer));
    });
    signal?.addEventListener('abort', leave, { once: true });
    display.put({ kind: 'question', ask: name, message: String(message).slice(0, 10_000), ...more });
  });
  // Who does not wait for the answer need not hear either that there will be none.
  answered.catch(() => undefined);
  return refuseAsValue(answered, name);
}

/** Makes a promise complain when it is used as if it were the answer already, as the browser's own is. */
function refuseAsValue<Result>(promise: Promise<Result>, name: string): Promise<Result> {
  const complain = { value: () => complainOf(name) };
  return Object.defineProperties(promise, { [Symbol.toPrimitive]: complain, toJSON: complain });
}

function complainOf(name: string): never {
  throw new TypeError(`The answer to ${name}() comes later. Write “await ${name}(…)”.`);
}
