import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { LogEntry } from '../../../sandbox-server/protocol/events.ts';
import type { ConnectionState } from '../../../src/sandbox/connection.ts';
import type { TextStorage } from '../../../src/sandbox/kept-text.ts';
import { SandboxClient } from '../../../src/sandbox/sandbox-client.ts';
import { en } from '../../../src/words/en.ts';
import { reduce } from '../../../src/workbook/reduce.ts';
import { cellOf, emptyWorkbook, isBusy, type WorkbookState } from '../../../src/workbook/workbook-state.ts';

/** Waits of the page are so many times shorter here: nobody types at a human pace. */
const hurry = 20;

/** The storage that the tabs of one browser share. */
export class SharedStorage implements TextStorage {
  readonly #texts = new Map<string, string>();
  getItem(key: string): string | null {
    return this.#texts.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    this.#texts.set(key, text);
  }
  removeItem(key: string): void {
    this.#texts.delete(key);
  }
}

/** A browser's socket, whose line can be cut. */
class CutSocket extends EventTarget {
  readonly #socket: WebSocket;

  constructor({ url, cookie }: TabPlace) {
    super();
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin: url } });
    this.#socket.on('open', () => this.dispatchEvent(new Event('open')));
    this.#socket.on('message', (data) =>
      this.dispatchEvent(new MessageEvent('message', { data: String(data) })),
    );
    this.#socket.on('close', () => this.dispatchEvent(new Event('close')));
    // A line that breaks is told by its end.
    this.#socket.on('error', () => undefined);
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }

  /** As a network does: nobody says good-bye. */
  cut(): void {
    this.#socket.terminate();
  }
}

/** Where a tab finds its server, and who it is. */
export interface TabPlace {
  url: string;
  cookie: string;
  lesson: string;
  storage: SharedStorage;
}

/** A tab with a lesson open: all of the page but its pictures. */
export class Tab {
  readonly client: SandboxClient;
  state: WorkbookState = emptyWorkbook;
  connection: ConnectionState = 'connecting';
  /** Every entry that it was given, in the order in which it was. */
  readonly entries: LogEntry[] = [];
  /** The runs of which it was told that they could not be carried out, or never arrived. */
  readonly refused = new Set<string>();
  isOnline = true;
  /** How often it has had a line to the server. */
  lines = 0;
  /** Whether it has lost its line at some time. */
  wasAway = false;
  #socket: CutSocket | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(place: TabPlace) {
    const { lesson, storage } = place;
    const dial = async (): Promise<CutSocket> => {
      if (!this.isOnline) throw new Error('There is no network.');
      this.#socket = new CutSocket(place);
      return this.#socket;
    };
    const after = (milliseconds: number, call: () => void) => {
      const timer = setTimeout(call, milliseconds / hurry);
      return () => clearTimeout(timer);
    };
    const words = en.connection;
    const world = { dial, after, random: Math.random, storage, newRun: randomUUID, words };
    this.client = new SandboxClient(lesson, world, {
      connection: (connection) =>
        this.#changed(() => {
          this.wasAway ||= this.connection === 'open' && connection !== 'open';
          this.connection = connection;
          if (connection === 'open') this.lines += 1;
        }),
      entries: (entries) =>
        this.#changed(() => {
          this.entries.push(...entries);
          this.state = entries.reduce(reduce, this.state);
        }),
      rows: () => undefined,
      calls: () => undefined,
      overwritten: () => undefined,
      refused: (_message, run) =>
        this.#changed(() => {
          if (run !== undefined) this.refused.add(run);
        }),
    });
    this.client.connect();
  }

  get isBusy(): boolean {
    return [...this.state.cells.values()].some(isBusy);
  }

  /** Loses the line to the server. */
  cut(): void {
    this.#socket?.cut();
  }

  /** Leaves the page: what is kept is in the storage. */
  close(): void {
    this.client.close();
    this.#socket?.cut();
  }

  textOf(cell: string): string | undefined {
    const pending = this.client.edits.of(cell);
    return (pending === undefined ? cellOf(this.state, cell).edited : pending) ?? undefined;
  }

  /** Resolves when `test` holds; looked at after every change. */
  async when(test: (tab: Tab) => boolean): Promise<void> {
    while (!test(this)) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #changed(change: () => void): void {
    change();
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
