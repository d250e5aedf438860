import {
  longestInput,
  type TerminalEntry,
  type TerminalNews,
  type TerminalRequest,
} from '../../sandbox-server/protocol/terminal.ts';
import type { LineWords } from './client-events.ts';
import { Refusal } from './refusal.ts';

/** Who draws what a terminal prints. */
export type TerminalReader = {
  /** Draws `text`; `missing`: what came before it is no longer kept. Calls `drawn` when it is on the screen. */
  write: (text: string, missing: boolean, drawn: () => void) => void;
};

/** A terminal's window, in characters. */
export type TerminalSize = { columns: number; rows: number };

type Reading = { reader: TerminalReader; offset: number };
type Opening = { resolve: (id: string) => void; reject: (why: Error) => void };

/** The learner's terminals, over the page's line to the server: read on from where they were after every reconnection. */
export class TerminalFeed {
  readonly #send: (message: TerminalRequest) => boolean;
  readonly #words: Pick<LineWords, 'none' | 'broke'>;
  readonly #listeners = new Set<() => void>();
  readonly #readings = new Map<string, Reading>();
  readonly #openings = new Map<number, Opening>();
  #requests = 0;
  /** Undefined until the server has told. */
  #list: readonly TerminalEntry[] | undefined;

  constructor(send: (message: TerminalRequest) => boolean, words: Pick<LineWords, 'none' | 'broke'>) {
    this.#send = send;
    this.#words = words;
  }

  /** The learner's terminals; undefined until the server has told. */
  get list(): readonly TerminalEntry[] | undefined {
    return this.#list;
  }

  /** Calls `listener` when terminals come, end and go; the answer ends that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#send({ type: 'terminal-watch' });
    return () => this.#listeners.delete(listener);
  }

  /** Opens a terminal on a machine; resolves to its id, rejects in words for the learner. */
  open(machine: string, size: TerminalSize): Promise<string> {
    this.#requests += 1;
    const request = this.#requests;
    return new Promise((resolve, reject) => {
      if (this.#send({ type: 'terminal-open', request, machine, ...size }))
        this.#openings.set(request, { resolve, reject });
      else reject(new Refusal({ message: this.#words.none }));
    });
  }

  /** Reads a terminal from the oldest part that is kept; the answer ends that. */
  attach(id: string, reader: TerminalReader): () => void {
    const reading = { reader, offset: 0 };
    this.#readings.set(id, reading);
    this.#send({ type: 'terminal-attach', terminal: id, after: 0 });
    return () => {
      if (this.#readings.get(id) === reading) this.#readings.delete(id);
    };
  }

  /** Types; a long paste goes in pieces. False without a connection: nothing was typed. */
  input(id: string, text: string): boolean {
    for (let at = 0; at < text.length; at += longestInput) {
      const piece = text.slice(at, at + longestInput);
      if (!this.#send({ type: 'terminal-input', terminal: id, text: piece })) return false;
    }
    return true;
  }

  resize(id: string, size: TerminalSize): void {
    this.#send({ type: 'terminal-resize', terminal: id, ...size });
  }

  close(id: string): void {
    this.#readings.delete(id);
    this.#send({ type: 'terminal-close', terminal: id });
  }

  /** There is a line to the server, perhaps a new one. */
  connected(): void {
    if (this.#listeners.size > 0) this.#send({ type: 'terminal-watch' });
  }

  disconnected(): void {
    for (const { reject } of this.#openings.values()) reject(new Refusal({ message: this.#words.broke }));
    this.#openings.clear();
    this.#list = undefined;
  }

  received(news: TerminalNews): void {
    switch (news.type) {
      case 'terminals':
        this.#listed(news.terminals);
        return;
      case 'terminal-opened':
        this.#openings.get(news.request)?.resolve(news.terminal);
        this.#openings.delete(news.request);
        return;
      case 'terminal-refused':
        this.#openings.get(news.request)?.reject(new Refusal(news));
        this.#openings.delete(news.request);
        return;
      case 'terminal-output':
        this.#draw(news.terminal, news.offset, news.text);
    }
  }

  /** The first list on a new line: whatever is read and still there is read on. */
  #listed(list: readonly TerminalEntry[]): void {
    const isNewLine = this.#list === undefined;
    this.#list = list;
    if (isNewLine)
      for (const [terminal, { offset: after }] of this.#readings)
        if (list.some(({ id }) => id === terminal)) this.#send({ type: 'terminal-attach', terminal, after });
    for (const listener of this.#listeners) listener();
  }

  #draw(terminal: string, offset: number, text: string): void {
    const reading = this.#readings.get(terminal);
    const end = offset + text.length;
    if (reading === undefined || end <= reading.offset) return;
    const missing = offset > reading.offset;
    const fresh = missing ? text : text.slice(reading.offset - offset);
    reading.offset = end;
    reading.reader.write(fresh, missing, () => this.#send({ type: 'terminal-drawn', terminal, offset: end }));
  }
}
