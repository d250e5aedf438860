/** Standard input that is no terminal: pieces that come until it is closed. */
export class Input {
  #text = '';
  #closed = false;
  #changed = Promise.withResolvers<void>();

  feed(text: string): void {
    if (this.#closed) return;
    this.#text += text;
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** All of it, once it is closed. Rejects with the signal's reason. */
  async all(signal: AbortSignal): Promise<string> {
    while (!this.#closed) await this.#more(signal);
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** The next line with its end; what is left when it is closed; undefined after that. */
  async line(signal: AbortSignal): Promise<string | undefined> {
    while (!this.#closed && !this.#text.includes('\n')) await this.#more(signal);
    if (this.#text === '') return undefined;
    const at = this.#text.indexOf('\n');
    const end = at < 0 ? this.#text.length : at + 1;
    const line = this.#text.slice(0, end);
    this.#text = this.#text.slice(end);
    return line;
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  async #more(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const stopped = Promise.withResolvers<never>();
    const stop = (): void => stopped.reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([this.#changed.promise, stopped.promise]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
