import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type ServerMessage, serverMessage } from '../../sandbox-server/protocol/browser.ts';
import type { CellError, Display, LogEntry, Outcome } from '../../sandbox-server/protocol/events.ts';
import type { Finding } from '../../sandbox-server/protocol/parts.ts';
import type { CallSummary } from '../../sandbox-server/protocol/wire.ts';

/** What one run of a cell came to. */
export interface CellRun {
  cell: string;
  outcome: Outcome;
  error: CellError | undefined;
  /** Everything that it printed or showed as text, a line each. */
  text: string;
  /** The rows of the tables that it showed, each row by its headings. */
  rows: Record<string, string>[];
}

/** What the check of an exercise came to. */
export interface ExerciseCheck {
  passed: boolean;
  findings: Finding[];
  /** Why it could not be made, where it could not. */
  error: CellError | undefined;
}

/** A learner with a page open, who reads one lesson and runs its cells one after another. */
export class Reader {
  readonly #lesson: string;
  readonly #socket: WebSocket;
  readonly #entries: LogEntry[] = [];
  #calls: CallSummary[] = [];
  #news = Promise.withResolvers<void>();

  private constructor(lesson: string, socket: WebSocket) {
    this.#lesson = lesson;
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(serverMessage.parse(JSON.parse(String(data)))));
    socket.on('close', () => this.#news.reject(new Error('The server closed the socket.')));
    this.#news.promise.catch(() => undefined);
  }

  /** Opens a lesson as the learner whose cookie this is. */
  static async open(url: string, cookie: string, lesson: string): Promise<Reader> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin: url } });
    const reader = new Reader(lesson, socket);
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'open', lesson, after: 0 }));
    return reader;
  }

  /** Runs a cell, waits until it has finished, and tells what came of it. */
  async run(cell: string, code: string): Promise<CellRun> {
    const run = randomUUID();
    this.#socket.send(JSON.stringify({ type: 'run', lesson: this.#lesson, run, cell, code }));
    const { events, outcome, error } = await this.#finished(run);
    return { cell, outcome, error, ...shown(events) };
  }

  /** Checks an exercise, as the button does, and tells what was found. */
  async check(exercise: string): Promise<ExerciseCheck> {
    const run = randomUUID();
    const before = this.#entries.length;
    this.#socket.send(JSON.stringify({ type: 'check', lesson: this.#lesson, run, exercise }));
    const { events, outcome, error } = await this.#finished(run);
    const findings = events.flatMap((event) => (event.kind === 'check' ? [event.finding] : []));
    if (outcome !== 'ok') return { passed: false, findings, error };
    const checked = await this.#heard(() => this.#since(before).find(({ kind }) => kind === 'checked'));
    return { passed: checked.kind === 'checked' && checked.passed, findings, error };
  }

  #since(entry: number): LogEntry['event'][] {
    return this.#entries.slice(entry).map(({ event }) => event);
  }

  /** Everything that a run did, when it has finished. */
  async #finished(run: string) {
    const ofRun = () => this.#since(0).filter((event) => 'run' in event && event.run === run);
    const finished = await this.#heard(() => ofRun().find((event) => event.kind === 'finished'));
    const { outcome, error } =
      finished.kind === 'finished' ? finished : { outcome: 'lost' as const, error: undefined };
    return { events: ofRun(), outcome, error };
  }

  /** Resolves to what `find` finds among what was read, as soon as it finds something. */
  async #heard<Found>(find: () => Found | undefined): Promise<Found> {
    for (;;) {
      const news = this.#news.promise;
      const found = find();
      if (found !== undefined) return found;
      await news;
    }
  }

  /** The learner's calls to the cloud, when there are at least so many, in the order in which they began. */
  async calls(least: number): Promise<CallSummary[]> {
    this.#socket.send(JSON.stringify({ type: 'watch-wire' }));
    await this.#heard(() => (this.#calls.length >= least ? true : undefined));
    return this.#calls.toSorted((one, other) => one.id - other.id);
  }

  close(): void {
    this.#socket.close();
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'refused') {
      this.#news.reject(new Error(message.message));
      return;
    }
    if (message.type === 'calls') this.#calls = [...(message.all ? [] : this.#calls), ...message.calls];
    else if (message.type === 'entries' && message.lesson === this.#lesson)
      this.#entries.push(...message.entries);
    else return;
    this.#news.resolve();
    this.#news = Promise.withResolvers();
    this.#news.promise.catch(() => undefined);
  }
}

function shown(events: LogEntry['event'][]): Pick<CellRun, 'text' | 'rows'> {
  const texts: string[] = [];
  const rows: Record<string, string>[] = [];
  for (const event of events) {
    if (event.kind === 'output') texts.push(event.text);
    if (event.kind === 'display') {
      texts.push(...textOf(event.display));
      rows.push(...rowsOf(event.display));
    }
  }
  return { text: texts.join('\n'), rows };
}

function textOf(display: Display): string[] {
  if (display.kind === 'values') return [display.values.map(({ text }) => text).join(' ')];
  return display.kind === 'text' ? [display.text] : [];
}

function rowsOf(display: Display): Record<string, string>[] {
  if (display.kind !== 'table') return [];
  return display.rows.map((row) =>
    Object.fromEntries(display.columns.map((column, index) => [column, row[index] ?? ''])),
  );
}
