import { withoutEscapes } from './escapes.ts';

/** How large a terminal is, in characters. */
export interface TtySize {
  readonly columns: number;
  readonly rows: number;
}

const INTERRUPT = '\u0003';
/** What may be typed ahead of whoever reads it. */
const MOST_WAITING = 128 * 1024;

/**
 * The line between a terminal and the program in its foreground: what is typed waits until somebody reads it,
 * Ctrl-C interrupts whoever does not, and every line that is printed begins at the left.
 */
export class Tty {
  size: TtySize;
  /** Called by Ctrl-C while nobody reads. */
  interrupt: (() => void) | undefined;
  /** Called after a change of size. */
  resized: (() => void) | undefined;
  readonly #out: (text: string) => void;
  #waiting = '';
  #reader: ((text: string) => void) | undefined;
  #atLeft = true;

  constructor(size: TtySize, out: (text: string) => void) {
    this.size = size;
    this.#out = out;
  }

  /** Whether the cursor stands at the start of a row. */
  get isAtLeft(): boolean {
    return this.#atLeft;
  }

  write(text: string): void {
    if (text === '') return;
    const visible = withoutEscapes(text);
    this.#atLeft = visible === '' ? this.#atLeft || text.includes('\u001b[H') : /[\n\r]$/.test(visible);
    this.#out(text.replace(/\r?\n/g, '\r\n'));
  }

  /** What somebody typed. What nobody reads and is too much is lost, and the bell says so. */
  feed(text: string): void {
    if (this.#reader) {
      this.#waiting += text;
      this.#hand();
      return;
    }
    const interrupt = text.lastIndexOf(INTERRUPT);
    if (interrupt >= 0 && this.interrupt) {
      this.#waiting = '';
      this.write('^C');
      this.interrupt();
    }
    this.#keep(interrupt >= 0 && this.interrupt ? text.slice(interrupt + 1) : text);
  }

  /** Gives back what was read and is for whoever reads next. */
  unread(text: string): void {
    this.#waiting = text + this.#waiting;
  }

  /** The next piece of what is typed. Rejects with the reason of `signal`. */
  read(signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = (): void => {
        this.#reader = undefined;
        reject(signal.reason);
      };
      signal.addEventListener('abort', stop, { once: true });
      this.#reader = (text) => {
        signal.removeEventListener('abort', stop);
        resolve(text);
      };
      if (this.#waiting !== '') this.#hand();
    });
  }

  resize(size: TtySize): void {
    this.size = size;
    this.resized?.();
  }

  #keep(text: string): void {
    const kept = text.slice(0, MOST_WAITING - this.#waiting.length);
    this.#waiting += kept;
    if (kept.length < text.length) this.#out('\u0007');
  }

  #hand(): void {
    const reader = this.#reader;
    const text = this.#waiting;
    this.#reader = undefined;
    this.#waiting = '';
    reader?.(text);
  }
}
