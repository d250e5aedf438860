import type { WidgetValue } from '../../sandbox-server/protocol/widgets.ts';
import type { PageWorkbook } from '../elements/page-workbook.ts';
import { sayWhy } from '../elements/say-why.ts';
import { SandboxClient } from '../sandbox/sandbox-client.ts';
import { type Words, wordsIn } from '../words/words.ts';
import { reduce } from '../workbook/reduce.ts';
import { type CellState, cellOf, emptyWorkbook, type WorkbookState } from '../workbook/workbook-state.ts';
import { NoPass, ReaderPass } from './reader-pass.ts';

/** A page's own lesson at the server: cells of one page share a kernel, those of another page do not. */
const lessonOf = (path: string): string => {
  let hash = 0;
  for (const character of path) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return `embed/page-${hash.toString(36)}`;
};

/** What the elements of outputs ask of the workbook of their page. */
type OutputWorkbook = Pick<PageWorkbook, 'words' | 'client' | 'state' | 'isOwn' | 'choose'>;

/** The cells of somebody else's page, as the log of their server says. */
export class EmbedWorkbook implements OutputWorkbook {
  readonly words: Words;
  readonly client: SandboxClient;
  /** Why nothing can be run, in words for the reader; absent when all is well. */
  notice: string | undefined;
  state: WorkbookState = emptyWorkbook;
  readonly #pass: ReaderPass;
  readonly #server: string;
  readonly #listeners = new Set<() => void>();
  readonly #own = new Set<string>();
  #connected = Promise.withResolvers<void>();

  constructor(server: string, language: string) {
    this.#server = server;
    this.#pass = new ReaderPass(server);
    this.words = wordsIn(language);
    this.client = new SandboxClient(lessonOf(location.pathname), this.#world(), {
      connection: (state) => {
        if (state === 'open') {
          this.notice = undefined;
          this.#connected.resolve();
        } else {
          this.notice ??= this.words.offline;
          this.#connected = Promise.withResolvers();
        }
        this.#changed();
      },
      entries: (entries) => {
        this.state = entries.reduce(reduce, this.state);
        this.#changed();
      },
      rows: () => undefined,
      overwritten: () => undefined,
      calls: () => undefined,
      refused: (why) =>
        void sayWhy(why, this.words).then((notice) => {
          this.notice = notice;
          this.#changed();
        }),
    });
    this.client.connect();
  }

  /** Calls `listener` after every change. */
  subscribe(listener: () => void): void {
    this.#listeners.add(listener);
  }

  cell(name: string): CellState {
    return cellOf(this.state, name);
  }

  /** Runs `code` as the cell `name`, as soon as there is a line to the server. */
  async run(name: string, code: string): Promise<void> {
    await this.#connected.promise;
    const run = this.client.run(name, code);
    if (run !== undefined) this.#own.add(run);
  }

  /** Whether a run was asked for in this page, since it was loaded. */
  isOwn(run: string): boolean {
    return this.#own.has(run);
  }

  /** Sets a widget of a cell. False without a connection. */
  choose(cell: string, widget: string, value: WidgetValue): boolean {
    return this.client.choose(cell, widget, value);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  async #dial(): Promise<WebSocket> {
    const address = new URL('/embed/ws', this.#server);
    address.protocol = address.protocol.replace('http', 'ws');
    try {
      const socket = new WebSocket(address, ['workbook', await this.#pass.get()]);
      const forget = (): void => this.#pass.forget();
      socket.addEventListener('close', forget);
      socket.addEventListener('open', () => socket.removeEventListener('close', forget));
      return socket;
    } catch (error) {
      if (error instanceof NoPass) this.notice = error.message;
      throw error;
    }
  }

  #world(): ConstructorParameters<typeof SandboxClient>[1] {
    return {
      dial: () => this.#dial(),
      after: (milliseconds, call) => {
        const timer = setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
      random: () => Math.random(),
      storage: sessionStorage,
      newRun: () => newRun(),
      words: this.words.connection,
    };
  }
}

/** A page that did not come over a safe line has no `randomUUID`. */
const newRun = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

let open: EmbedWorkbook | undefined;

/** The workbook of this page, at the server that its script came from. */
export const openEmbedWorkbook = (server: string, language: string): EmbedWorkbook => {
  open ??= new EmbedWorkbook(server, language);
  return open;
};

/** What the elements of outputs ask for: the page's workbook. The build puts this in place of a lesson's. */
export const pageWorkbook = (): EmbedWorkbook => {
  if (open === undefined) throw new Error('No cell of this page has been run.');
  return open;
};
