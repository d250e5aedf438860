import type { RunEvent } from '../../sandbox-server/protocol/events.ts';
import type { WidgetValue } from '../../sandbox-server/protocol/widgets.ts';
import { BindingsReader } from '../bindings/bindings-reader.ts';
import BindingsWorker from '../bindings/bindings-worker.ts?worker';
import { CloudFeed } from '../sandbox/cloud-feed.ts';
import type { Session } from '../sandbox/cloud-view.ts';
import type { ConnectionState } from '../sandbox/connection.ts';
import { EditHistory } from '../sandbox/edit-history.ts';
import { isClassroomFull, SandboxApi } from '../sandbox/sandbox-api.ts';
import { type Rows, SandboxClient } from '../sandbox/sandbox-client.ts';
import { rememberBegun } from '../sandbox/session-memory.ts';
import { WireFeed } from '../sandbox/wire-feed.ts';
import { type Words, wordsIn } from '../words/words.ts';
import { reduce } from '../workbook/reduce.ts';
import {
  type CellState,
  cellOf,
  emptyWorkbook,
  isBusy,
  type WorkbookState,
} from '../workbook/workbook-state.ts';
import { CellTexts } from './cell-texts.ts';
import { after, clientWorld } from './client-world.ts';
import { InputRuns } from './input-runs.ts';
import { LessonDebugger } from './lesson-debugger.ts';
import { LessonRuns, type PageCell } from './lesson-runs.ts';
import { tellProgress } from './progress-news.ts';
import { sayWhy } from './say-why.ts';

export type { PageCell };

/** What a cell prints changes nothing of what other cells need. */
const concernsRuns = ({ kind }: RunEvent): boolean => kind !== 'output' && kind !== 'display';

/** The open lesson: its state as the log says, its cells in the page's order, and its line to the server. */
export class PageWorkbook {
  readonly client: SandboxClient;
  readonly api: SandboxApi;
  readonly cloud: CloudFeed;
  readonly wire = new WireFeed();
  /** The steps by which the cells of this lesson became what they are. */
  readonly history: EditHistory;
  readonly texts: CellTexts;
  readonly runs: LessonRuns;
  readonly inputs: InputRuns;
  readonly debugger: LessonDebugger;
  readonly words: Words;
  state: WorkbookState = emptyWorkbook;
  connection: ConnectionState = 'connecting';
  /** What could not be done, in words for the learner; absent when all is well. */
  notice: string | undefined;
  readonly #cells: PageCell[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #rowListeners = new Set<(rows: Rows) => void>();
  /** Runs that were asked for here, and not in another tab. */
  readonly #own = new Set<string>();
  #session: Promise<Session> | undefined;

  constructor(lesson: string, words: Words) {
    this.words = words;
    this.api = new SandboxApi();
    this.cloud = new CloudFeed(async () => {
      await this.#begin();
      return await this.api.cloud();
    });
    const world = clientWorld(() => this.#begin(), words.connection);
    this.history = new EditHistory(lesson, indexedDB);
    this.runs = this.#makeRuns();
    this.inputs = new InputRuns({ runs: this.runs, busy: () => this.busy, storage: localStorage });
    this.debugger = new LessonDebugger({
      client: () => this.client,
      state: () => this.state,
      text: (name) => this.program().find((cell) => cell.name === name)?.text,
      changed: () => this.#changed({}),
    });
    this.client = new SandboxClient(lesson, world, {
      connection: (state) => {
        // A server that comes back may not know this session any more: it is asked again.
        if (state === 'offline') this.#session = undefined;
        if (state === 'open' && this.notice === words.classroomFull) this.notice = undefined;
        this.#changed({ connection: state });
      },
      entries: (entries) => {
        this.texts.follow(() => {
          this.state = entries.reduce(reduce, this.state);
        });
        if (entries.some(({ event }) => concernsRuns(event))) this.runs.forget();
        this.#changed({});
        for (const { event } of entries) {
          this.runs.heard(event);
          this.inputs.heard(event);
        }
        // After what is to be seen: what a cell did to the cloud can wait a moment longer.
        if (entries.some(({ event }) => event.kind === 'finished')) this.cloud.refresh();
        tellProgress(entries);
      },
      rows: (rows) => {
        for (const listener of this.#rowListeners) listener(rows);
      },
      overwritten: (cell, code) => this.texts.overwrite(cell, code),
      calls: (calls, all) => {
        this.wire.read(calls, all);
        this.#changed({});
      },
      // Whoever was here has deleted everything: what this page shows is of somebody who is gone.
      otherLearner: () => location.reload(),
      refused: (why) => void sayWhy(why, words).then((notice) => this.#changed({ notice })),
    });
    this.texts = new CellTexts({
      client: this.client,
      history: this.history,
      after: world.after,
      cells: this.#cells,
      editedOf: (name) => this.cell(name).edited,
    });
  }

  /** Calls `listener` after every change; the answer ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` with rows of the learner's fractals as they are drawn. */
  watchFractals(listener: (rows: Rows) => void): () => void {
    this.#rowListeners.add(listener);
    this.client.watchFractals();
    return () => this.#rowListeners.delete(listener);
  }

  add(cell: PageCell): void {
    this.#cells.push(cell);
  }

  /** The page's cell of that name. */
  cellNamed(name: string): PageCell | undefined {
    return this.#cells.find((cell) => cell.name === name);
  }

  /** Says something to the learner, where the lesson speaks of itself, until something else is to be said. */
  tell(notice: string): void {
    this.#changed({ notice });
  }

  cell(name: string): CellState {
    return cellOf(this.state, name);
  }

  /** The cell's text as the learner sees it: what they typed, or the lesson's own. */
  textOf(cell: PageCell): string {
    return this.texts.of(cell);
  }

  /** The page's cells in order, with their texts. */
  program(): { name: string; text: string }[] {
    return this.#cells.map((cell) => ({ name: cell.name, text: this.textOf(cell) }));
  }

  get busy(): boolean {
    return [...this.state.cells.values()].some(isBusy);
  }

  /** Asks for a run of the cell; the answer is the run's id, or nothing without a connection. */
  run(cell: PageCell): string | undefined {
    this.notice = undefined;
    return this.runs.run(cell);
  }

  /** Whether a cell shows a field that the reader can set. */
  get hasWidgets(): boolean {
    return [...this.state.cells.values()].some(({ shown }) => shown.some(({ kind }) => kind === 'widget'));
  }

  /** Whether a run was asked for in this tab, since the page was loaded. */
  isOwn(run: string): boolean {
    return this.#own.has(run);
  }

  /** Sets a widget of a cell. False without a connection. */
  choose(cell: string, widget: string, value: WidgetValue): boolean {
    this.inputs.set(cell);
    const sent = this.client.choose(cell, widget, value);
    if (!sent) this.#changed({ notice: this.words.notSet });
    return sent;
  }

  /** Lets the cells of reactive groups run by themselves, or not. */
  react(on: boolean): void {
    this.runs.reacts = on;
    this.#changed({});
  }

  /** Checks an exercise; runs its cell first when that has not run to its end as it is now. */
  check(exercise: string): void {
    const cell = this.cellNamed(`exercise-${exercise}`);
    if (cell === undefined) return;
    const { state, ran, gone } = this.cell(cell.name);
    if (state !== 'ok' || ran !== this.textOf(cell) || gone) this.run(cell);
    this.client.check(exercise);
  }

  interrupt(): void {
    this.client.interrupt();
  }

  restart(): void {
    this.client.restart();
  }

  resetLesson(): void {
    this.client.resetLesson();
  }

  /** The learner has typed: the cell's text is `text` now. */
  edit(cell: PageCell, text: string): void {
    if (this.texts.type(cell, text)) this.#textsChanged();
  }

  /** Puts a whole text in place of the cell's own, so that it can be undone. */
  replace(cell: PageCell, text: string): void {
    if (this.texts.put(cell, text)) this.#textsChanged();
  }

  /** Another window of this browser has kept an edit. */
  reread(key: string | null): void {
    if (!this.client.edits.isAt(key)) return;
    this.texts.follow(() => this.client.edits.reread());
    this.#textsChanged();
  }

  #textsChanged(): void {
    this.runs.forget();
    this.#changed({});
  }

  /** The learner's session, begun once for everybody who asks while there is a connection. */
  #begin(): Promise<Session> {
    this.#session ??= this.api.begin();
    this.#session.then(
      ({ learner }) => {
        rememberBegun(localStorage);
        // Without a database there are no steps of anybody.
        void this.history.belongTo(learner).catch(() => undefined);
      },
      (error: unknown) => {
        this.#session = undefined;
        if (isClassroomFull(error)) this.tell(this.words.classroomFull);
      },
    );
    return this.#session;
  }

  #makeRuns(): LessonRuns {
    return new LessonRuns({
      cells: () => this.#cells,
      state: (name) => this.cell(name),
      text: (cell) => this.textOf(cell),
      newOrder: () => crypto.randomUUID(),
      run: (cell, order) => {
        const breakpoints = this.debugger.ofRun(cell.name);
        const run = this.client.run(cell.name, this.textOf(cell), { breakpoints, order });
        if (run !== undefined) this.#own.add(run);
        this.#changed({});
        return run;
      },
      restart: () => this.restart(),
      circle: (cells) => this.#changed({ notice: this.words.runs.circle(cells) }),
      bindings: new BindingsReader({ open: () => new BindingsWorker(), after }, () => {
        this.runs.forget();
        this.#changed({});
      }),
      storage: localStorage,
    });
  }

  #changed(change: { connection?: ConnectionState; notice?: string }): void {
    if (change.connection !== undefined) this.connection = change.connection;
    if (change.notice !== undefined) this.notice = change.notice;
    for (const listener of this.#listeners) listener();
  }
}

let open: PageWorkbook | undefined;

/** The workbook of this page, whose lesson the page names in `<meta name="lesson">`; made and connected when first asked for. */
export const pageWorkbook = (): PageWorkbook => {
  if (open !== undefined) return open;
  const lesson = document.querySelector<HTMLMetaElement>('meta[name="lesson"]')?.content;
  if (lesson === undefined) throw new Error('This page is not a lesson: it has no <meta name="lesson">.');
  open = new PageWorkbook(lesson, wordsIn(document.documentElement.lang));
  const { client } = open;
  addEventListener('online', () => client.connect());
  addEventListener('storage', ({ key }) => open?.reread(key));
  addEventListener('pagehide', () => open?.texts.flush());
  // Elements of one page are upgraded one after another: the first entries may come when all are there.
  queueMicrotask(() => client.connect());
  return open;
};
