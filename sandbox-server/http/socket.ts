import type { WebSocket } from 'ws';
import type { Learner } from '../learners/learners.ts';
import {
  type ClientMessage,
  clientMessage,
  type ServerMessage,
  type TablePage,
} from '../protocol/browser.ts';
import type { Breakpoints, StepKind } from '../protocol/debugger.ts';
import type { LogEntry, Property } from '../protocol/events.ts';
import type { Answer, Help } from '../protocol/parts.ts';
import { type Reason, reason } from '../protocol/reason.ts';
import { inEnglish } from '../protocol/reason-in-english.ts';
import type { Variable } from '../protocol/variables.ts';
import type { Reply, WidgetValue } from '../protocol/widgets.ts';
import type { CallSummary } from '../protocol/wire.ts';
import { type TerminalDoor, TerminalLines } from './terminal-lines.ts';
import type { UpgradeDoor } from './upgrades.ts';

/** One learner's copy of one lesson, as the socket sees it. */
export interface LessonDoor {
  /** Hands over the entries after `after`, at once and then as they come; returns how to stop. */
  subscribe(after: number, read: (entries: LogEntry[], upToDate: boolean) => void): () => void;
  run(asked: {
    run: string;
    cell: string;
    code: string;
    breakpoints?: Breakpoints | undefined;
    order?: string | undefined;
  }): void;
  /** Runs the check of an exercise. */
  check(asked: { run: string; exercise: string }): void;
  /** What the learner answers, and which help they take. */
  readonly parts: {
    answer(part: string, answer: Answer): void;
    help(part: string, help: Help): void;
  };
  interrupt(): Promise<void>;
  cancel(run: string): void;
  extend(run: string): Promise<void>;
  restart(): Promise<void>;
  edit(cell: string, code: string | null): void;
  reset(): Promise<void>;
  /** The properties of a value; none, and `gone`, when the kernel that held it is no more. */
  unfold(handle: string): Promise<{ properties: Property[]; gone?: boolean }>;
  /** Rows of a long table; none, and `gone`, when the kernel that held it is no more. */
  readTable(page: TablePage): Promise<{ rows: string[][]; gone?: boolean }>;
  /** A whole value as JSON. */
  readValue(handle: string): Promise<{ text: string; gone?: boolean }>;
  /** What cells have declared; nothing, and `gone`, without a kernel. */
  readVariables(): Promise<{ variables: Variable[]; more: number; gone?: boolean }>;
  /** What the learner tells a run that is debugged. */
  readonly debugger: {
    step(run: string, how: StepKind): Promise<void>;
    setBreakpoints(run: string, breakpoints: Breakpoints): Promise<void>;
  };
  /** What the learner tells cells. */
  readonly inputs: {
    /** Refused when somebody replied before. */
    reply(run: string, id: string, reply: Reply): Promise<void>;
    choose(choice: { cell: string; widget: string; value: WidgetValue }): Promise<void>;
  };
}

/** Rows of a fractal as one of a learner's workers has just drawn them; one byte a pixel. */
export interface FractalRows {
  uuid: string;
  width: number;
  height: number;
  y: number;
  pixels: Uint8Array;
  worker: string;
}

/** What the socket asks of the rest of the server. */
export interface SocketParts {
  engine: string;
  cloud: string;
  lesson(learner: Learner, lesson: string): LessonDoor;
  watchFractals(learner: Learner, read: (rows: FractalRows) => void): () => void;
  /** Hands over all of the learner's calls to the cloud, then each that ends; returns how to stop. */
  watchWire(learner: Learner, read: (calls: CallSummary[], all: boolean) => void): () => void;
  /** The learner's terminals. */
  terminals(learner: Learner): TerminalDoor;
  report(error: unknown): void;
}

/** A reader that is further behind than this is cut off: it resumes by sequence number when it can keep up. */
const FARTHEST_BEHIND = 32 << 20;
/** A page shows one lesson; this leaves room for whoever reads many at once. */
const MOST_LESSONS = 64;
/** A page of ours sends none; after so many, whatever sends them is cut off. */
const MOST_UNKNOWN = 50;
/** Tabs that one learner may have open. */
const MOST_PAGES = 24;

/** 501: this server has no such thing, such as terminals beside a real cloud. */
const NOT_HERE = 501;

/** A message that is not carried out for reasons of its sender's; the words are for the learner. */
function isSendersDoing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    (error.status < 500 || error.status === NOT_HERE)
  );
}

class TooManyLessons extends Error {
  override name = 'TooManyLessons';
  readonly reason: Reason = { code: 'too-many-readings', most: MOST_LESSONS };
  readonly status = 429;
}

/** Why something was refused, in English and as a code with its figures, if it has one. */
function whyOf(error: unknown): { message: string; reason?: Reason } {
  const found = error instanceof Error && 'reason' in error ? reason.safeParse(error.reason) : undefined;
  if (found?.success) return { message: inEnglish(found.data), reason: found.data };
  return { message: error instanceof Error ? error.message : String(error) };
}

/** A message that asks for what a kernel holds. */
type Reading = Extract<ClientMessage, { type: 'unfold' | 'read-table' | 'read-value' | 'read-variables' }>;

/** Whether a page may ask for what a message says. */
type MayAsk = (message: ClientMessage) => boolean;

/** One page of one learner, for as long as its socket is open. */
class Page {
  readonly #socket: WebSocket;
  readonly #learner: Learner;
  readonly #parts: SocketParts;
  readonly #mayAsk: MayAsk;
  readonly #readers = new Map<string, () => void>();
  #unknown = 0;
  #fractals: (() => void) | undefined;
  #wire: (() => void) | undefined;
  readonly #terminals: TerminalLines;

  constructor(socket: WebSocket, learner: Learner, parts: SocketParts, mayAsk: MayAsk) {
    this.#mayAsk = mayAsk;
    this.#socket = socket;
    this.#learner = learner;
    this.#parts = parts;
    this.#terminals = new TerminalLines(parts.terminals(learner), (news) => this.#send(news));
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('close', () => this.#close());
    // A line that broke or a message that is none: the other side's doing, and the close that follows is the answer.
    socket.on('error', () => this.#close());
    this.#send({ type: 'welcome', learner: learner.username, engine: parts.engine, cloud: parts.cloud });
  }

  #send(message: ServerMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > FARTHEST_BEHIND) {
      this.#socket.close(1013, 'too far behind');
      this.#close();
      return;
    }
    this.#socket.send(JSON.stringify(message));
  }

  #receive(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    let message: ClientMessage;
    try {
      message = clientMessage.parse(JSON.parse(text));
      if (!this.#mayAsk(message)) throw new Error('not for this page');
    } catch {
      const why: Reason = { code: 'unknown-message' };
      this.#send({ type: 'refused', message: inEnglish(why), reason: why });
      this.#unknown += 1;
      if (this.#unknown >= MOST_UNKNOWN) this.#socket.close(1008, 'too many unknown messages');
      return;
    }
    this.#carryOut(message).catch((error: unknown) => {
      if (!isSendersDoing(error)) this.#parts.report(error);
      const why = whyOf(error);
      if (message.type === 'terminal-open')
        return this.#send({ type: 'terminal-refused', request: message.request, ...why });
      const about = 'lesson' in message ? { lesson: message.lesson } : {};
      this.#send({
        type: 'refused',
        ...why,
        ...about,
        ...('run' in message && { run: message.run }),
        ...('request' in message && { request: message.request }),
      });
    });
  }

  async #carryOut(message: ClientMessage): Promise<void> {
    if (message.type === 'watch-fractals') return this.#watchFractals();
    if (message.type === 'watch-wire') return this.#watchWire();
    if (!('lesson' in message)) return this.#terminals.carryOut(message);
    const lesson = this.#parts.lesson(this.#learner, message.lesson);
    switch (message.type) {
      case 'open':
        return this.#open(message.lesson, lesson, message.after);
      case 'run':
        return lesson.run(message);
      case 'check':
        return lesson.check(message);
      case 'answer':
        return lesson.parts.answer(message.part, message.answer);
      case 'help':
        return lesson.parts.help(message.part, message.help);
      case 'interrupt':
        return lesson.interrupt();
      case 'cancel':
        return lesson.cancel(message.run);
      case 'extend':
        return lesson.extend(message.run);
      case 'step':
        return lesson.debugger.step(message.run, message.how);
      case 'set-breakpoints':
        return lesson.debugger.setBreakpoints(message.run, message.breakpoints);
      case 'restart':
        return lesson.restart();
      case 'edit':
        return lesson.edit(message.cell, message.code);
      case 'reset-lesson':
        return lesson.reset();
      case 'reply':
        return lesson.inputs.reply(message.run, message.id, message.reply);
      case 'choose':
        return lesson.inputs.choose({ cell: message.cell, widget: message.widget, value: message.value });
      case 'unfold':
      case 'read-table':
      case 'read-value':
      case 'read-variables':
        this.#send(await this.#read(message, lesson));
        return;
    }
  }

  async #read(message: Reading, door: LessonDoor): Promise<ServerMessage> {
    const { lesson, request } = message;
    switch (message.type) {
      case 'unfold':
        return { type: 'unfolded', lesson, request, ...(await door.unfold(message.handle)) };
      case 'read-table':
        return { type: 'table-rows', lesson, request, ...(await door.readTable(message.page)) };
      case 'read-value':
        return { type: 'value-text', lesson, request, ...(await door.readValue(message.handle)) };
      case 'read-variables':
        return { type: 'variables', lesson, request, ...(await door.readVariables()) };
    }
  }

  #open(id: string, lesson: LessonDoor, after: number): void {
    this.#readers.get(id)?.();
    this.#readers.delete(id);
    if (this.#readers.size >= MOST_LESSONS) {
      throw new TooManyLessons();
    }
    const stop = lesson.subscribe(after, (entries, upToDate) =>
      this.#send({ type: 'entries', lesson: id, entries, upToDate }),
    );
    this.#readers.set(id, stop);
  }

  #watchFractals(): void {
    this.#fractals ??= this.#parts.watchFractals(this.#learner, ({ pixels, ...rows }) =>
      this.#send({ type: 'rows', ...rows, pixels: Buffer.from(pixels).toString('base64') }),
    );
  }

  #watchWire(): void {
    this.#wire ??= this.#parts.watchWire(this.#learner, (calls, all) =>
      this.#send({ type: 'calls', calls, all }),
    );
  }

  #close(): void {
    for (const stop of this.#readers.values()) stop();
    this.#readers.clear();
    this.#fractals?.();
    this.#wire?.();
    this.#terminals.close();
  }
}

/** Serves a page for as long as its socket is open; what it may not ask is answered as what nobody knows. */
export function openPage(socket: WebSocket, learner: Learner, parts: SocketParts, mayAsk: MayAsk): void {
  new Page(socket, learner, parts, mayAsk);
}

/** `/ws`: the socket of a page. Every message is parsed once. */
export function pageDoor(parts: SocketParts): UpgradeDoor {
  return {
    path: '/ws',
    most: MOST_PAGES,
    open: (socket, learner) => openPage(socket, learner, parts, () => true),
  };
}
