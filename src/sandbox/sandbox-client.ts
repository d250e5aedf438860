import type { ClientMessage, ServerMessage, TablePage } from '../../sandbox-server/protocol/browser.ts';
import type { LogEntry } from '../../sandbox-server/protocol/events.ts';
import type { Answer, Help } from '../../sandbox-server/protocol/parts.ts';
import type { Reply, WidgetValue } from '../../sandbox-server/protocol/widgets.ts';
import { KeptBreakpoints } from './breakpoints.ts';
import type { ClientEvents, DebugOrder, LineWords, RunKind } from './client-events.ts';
import { Connection, type ConnectionState, type ConnectionWorld } from './connection.ts';
import { Drafts } from './drafts.ts';
import type { TextStorage } from './kept-text.ts';
import { type AnswerMessage, PendingAnswers } from './pending-answers.ts';
import { PendingEdits } from './pending-edits.ts';
import { Refusal } from './refusal.ts';
import { TerminalFeed } from './terminal-feed.ts';
import { UnheardRuns } from './unheard-runs.ts';

/** Rows of a fractal, as a worker finished them. */
export type Rows = Extract<ServerMessage, { type: 'rows' }>;
/** The properties of a value that was asked for. */
export type Unfolded = Extract<ServerMessage, { type: 'unfolded' }>;
/** Rows of a table that were asked for. */
export type TableRows = Extract<ServerMessage, { type: 'table-rows' }>;
/** A value's JSON that was asked for. */
export type ValueText = Extract<ServerMessage, { type: 'value-text' }>;

/** The variables that were asked for. */
export type Variables = Extract<ServerMessage, { type: 'variables' }>;

/** What a client needs of the world around it. */
export type ClientWorld = ConnectionWorld & {
  storage: TextStorage;
  newRun: () => string;
  words: LineWords;
};

/** How long after the last keystroke an edit is sent, in milliseconds. */
const quietTime = 400;

/** One learner's line to one lesson: sends what the page asks, and reads the lesson's log on from where it was. */
export class SandboxClient {
  readonly edits: PendingEdits;
  readonly terminals: TerminalFeed;
  readonly drafts: Drafts;
  readonly breakpoints: KeptBreakpoints;
  readonly #lesson: string;
  readonly #world: ClientWorld;
  readonly #events: ClientEvents;
  readonly #connection: Connection;
  readonly #unheard = new UnheardRuns();
  /** Texts that were sent and did not come back in the log yet, by cell. */
  readonly #sent = new Map<string, Set<string | null>>();
  readonly #pending = new PendingAnswers();
  #learner: string | undefined;
  #seq = 0;
  #watching = false;
  #cancelEdits: (() => void) | undefined;

  constructor(lesson: string, world: ClientWorld, events: ClientEvents) {
    this.#lesson = lesson;
    this.#world = world;
    this.#events = events;
    this.edits = new PendingEdits(world.storage, lesson);
    this.drafts = new Drafts(world.storage, lesson);
    this.breakpoints = new KeptBreakpoints(world.storage, lesson);
    this.#connection = new Connection(world, {
      changed: (state) => this.#changed(state),
      received: (message) => this.#received(message),
      unreadable: () => events.refused(new Refusal({ message: world.words.newer })),
    });
    this.terminals = new TerminalFeed((message) => this.#connection.send(message), world.words);
  }

  /** Dials; also when the browser says that it is on line again. */
  connect(): void {
    this.#connection.dial();
  }

  /** Asks for a run of `code` as the cell `cell`; the log says what becomes of it. Returns the run's id. */
  run(cell: string, code: string, { breakpoints = [], order }: RunKind = {}): string | undefined {
    const run = this.#world.newRun();
    this.#sendEdits();
    const kind = { ...(breakpoints.length > 0 && { breakpoints }), ...(order !== undefined && { order }) };
    const sent = this.#connection.send({ type: 'run', lesson: this.#lesson, run, cell, code, ...kind });
    if (!sent) {
      this.#events.refused(new Refusal({ message: this.#world.words.noRun }));
      return undefined;
    }
    this.#unheard.sent(run);
    return run;
  }

  /** Asks for the check of an exercise, after the cells that wait; the log says what it finds. */
  check(exercise: string): void {
    const run = this.#world.newRun();
    const sent = this.#connection.send({ type: 'check', lesson: this.#lesson, run, exercise });
    if (sent) this.#unheard.sent(run);
  }

  /** Hands in an answer; the log says whether it is right. */
  answer(part: string, answer: Answer): void {
    const sent = this.#connection.send({ type: 'answer', lesson: this.#lesson, part, answer });
    if (!sent) this.drafts.keep(part, answer);
  }

  /** Says which help the learner took with an exercise. */
  help(part: string, help: Help): void {
    this.#connection.send({ type: 'help', lesson: this.#lesson, part, help });
  }

  interrupt(): void {
    this.#connection.send({ type: 'interrupt', lesson: this.#lesson });
  }

  /** Takes a run out of the queue. */
  cancel(run: string): void {
    this.#connection.send({ type: 'cancel', lesson: this.#lesson, run });
  }

  /** Gives a running run more time. */
  extend(run: string): void {
    this.#connection.send({ type: 'extend', lesson: this.#lesson, run });
  }

  /** Lets a paused run go on, or says where else a run that goes on is to pause. */
  debug(run: string, order: DebugOrder): void {
    this.#connection.send({ ...order, lesson: this.#lesson, run });
  }

  restart(): void {
    this.#connection.send({ type: 'restart', lesson: this.#lesson });
  }

  resetLesson(): void {
    if (this.#connection.send({ type: 'reset-lesson', lesson: this.#lesson })) this.edits.clear();
  }

  /** Keeps what the learner typed at once, and sends it when they pause; `null` puts the lesson's text back. */
  edit(cell: string, code: string | null): void {
    this.edits.keep(cell, code);
    this.#cancelEdits?.();
    this.#cancelEdits = this.#world.after(quietTime, () => this.#sendEdits());
  }

  /** The properties of a value of the running kernel. */
  unfold(handle: string): Promise<Unfolded> {
    return this.#ask('unfolded', (request) => ({ type: 'unfold', lesson: this.#lesson, request, handle }));
  }

  /** Rows of a long table of the running kernel. */
  readTable(page: TablePage): Promise<TableRows> {
    return this.#ask('table-rows', (request) => ({
      type: 'read-table',
      lesson: this.#lesson,
      request,
      page,
    }));
  }

  /** A whole value of the running kernel, as JSON. */
  readValue(handle: string): Promise<ValueText> {
    return this.#ask('value-text', (request) => ({
      type: 'read-value',
      lesson: this.#lesson,
      request,
      handle,
    }));
  }

  /** What cells have declared in the running kernel. */
  readVariables(): Promise<Variables> {
    return this.#ask('variables', (request) => ({ type: 'read-variables', lesson: this.#lesson, request }));
  }

  /** Replies to a question of a cell; the log says which reply counts. False without a connection. */
  reply(run: string, id: string, reply: Reply): boolean {
    return this.#connection.send({ type: 'reply', lesson: this.#lesson, run, id, reply });
  }

  /** Sets a widget. False without a connection. */
  choose(cell: string, widget: string, value: WidgetValue): boolean {
    return this.#connection.send({ type: 'choose', lesson: this.#lesson, cell, widget, value });
  }

  /** Asks for the rows of the learner's fractals, now and after every reconnection. */
  watchFractals(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#connection.send({ type: 'watch-fractals' });
  }

  close(): void {
    this.#cancelEdits?.();
    this.#connection.close();
  }

  #sendEdits(): void {
    this.#cancelEdits?.();
    for (const [cell, code] of this.edits.all()) {
      const sent = this.#connection.send({ type: 'edit', lesson: this.#lesson, cell, code });
      if (sent) this.#sent.set(cell, (this.#sent.get(cell) ?? new Set()).add(code));
    }
  }

  #readEdit(cell: string, code: string | null): void {
    const own = this.#sent.get(cell)?.delete(code) ?? false;
    const waiting = this.edits.of(cell);
    if (!own && waiting !== undefined && waiting !== code) this.#events.overwritten(cell, code);
    this.edits.acknowledge(cell, code);
  }

  #changed(state: ConnectionState): void {
    if (state === 'open') {
      this.#connection.send({ type: 'open', lesson: this.#lesson, after: this.#seq });
      this.terminals.connected();
      this.#connection.send({ type: 'watch-wire' });
      if (this.#watching) this.#connection.send({ type: 'watch-fractals' });
    } else {
      this.#pending.fail(new Refusal({ message: this.#world.words.broke }));
      this.terminals.disconnected();
      this.#unheard.doubt();
    }
    this.#events.connection(state);
  }

  /** Rejects when there is no connection, or it breaks, or the server refuses. */
  #ask<Type extends AnswerMessage['type']>(
    type: Type,
    message: (request: number) => ClientMessage,
  ): Promise<Extract<AnswerMessage, { type: Type }>> {
    const { request, answer } = this.#pending.open(type);
    if (!this.#connection.send(message(request)))
      this.#pending.refuse(request, new Refusal({ message: this.#world.words.none }));
    return answer;
  }

  #received(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        if (this.#learner !== undefined && this.#learner !== message.learner) this.#events.otherLearner?.();
        this.#learner = message.learner;
        this.edits.belongTo(message.learner);
        this.drafts.belongTo(message.learner);
        this.breakpoints.belongTo(message.learner);
        this.#sendEdits();
        return;
      case 'entries':
        if (message.lesson === this.#lesson) this.#read(message.entries, message.upToDate);
        return;
      case 'unfolded':
      case 'table-rows':
      case 'value-text':
      case 'variables':
        this.#pending.settle(message);
        return;
      case 'rows':
        this.#events.rows(message);
        return;
      case 'calls':
        this.#events.calls(message.calls, message.all);
        return;
      case 'terminals':
      case 'terminal-opened':
      case 'terminal-refused':
      case 'terminal-output':
        this.terminals.received(message);
        return;
      case 'refused': {
        const why = new Refusal(message);
        // Who asked says it, in its place.
        if (message.request !== undefined && this.#pending.refuse(message.request, why)) return;
        if (message.run !== undefined) this.#unheard.heard(message.run);
        this.#events.refused(why, message.run);
      }
    }
  }

  #read(entries: readonly LogEntry[], upToDate: boolean): void {
    const fresh = entries.filter(({ seq }) => seq > this.#seq);
    for (const { seq, event } of fresh) {
      this.#seq = seq;
      if (event.kind === 'edited') this.#readEdit(event.cell, event.code);
      if (event.kind === 'queued') this.#unheard.heard(event.run);
      if (event.kind === 'answered') this.drafts.acknowledge(event.part, event.answer);
      if (event.kind === 'reset') {
        this.edits.clear();
        this.drafts.clear();
      }
    }
    if (fresh.length > 0) this.#events.entries(fresh);
    for (const run of upToDate ? this.#unheard.giveUp() : [])
      this.#events.refused(new Refusal({ message: this.#world.words.unheard }), run);
  }
}
