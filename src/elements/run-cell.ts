import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { CellEditor } from '../editor/cell-editor.ts';
import { openEditor } from '../editor/open-editor.ts';
import type { CallTree } from '../sandbox/wire-feed.ts';
import { type CellState, isBusy, untouched } from '../workbook/workbook-state.ts';
import { entriesOf } from './action.ts';
import type { MenuEntry } from './action-menu.ts';
import './call-list.ts';
import { cellActions } from './cell-actions.ts';
import { cellBar, staleWords } from './cell-bar.ts';
import { inTime } from './in-time.ts';
import { type PageCell, type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import type { RunOutput } from './run-output.ts';
import './run-output.ts';
import { ShowPosition } from './show-position.ts';
import { TicksWhile } from './ticks-while.ts';

/** The parts of a cell that the page brings with it. */
type Parts = {
  code: HTMLElement;
  text: HTMLElement;
  bar: HTMLElement;
  output: RunOutput;
  calls: HTMLElement;
};

/**
 * `<run-cell name state>`: a cell of the lesson. The page brings its code, highlighted and readable by itself;
 * this makes it run. `state` says what the cell is doing: idle, queued, running, ok, error, interrupted, timeout, lost;
 * `run` is the id of the run that it speaks of; with `stale`, what it shows is out of date.
 */
export class RunCell extends HTMLElement {
  #parts: Parts | undefined;
  #cell: PageCell = { name: '', optional: false, original: '' };
  #shown: CellState = untouched;
  /** What the bar was last drawn from, beside the cell's state. */
  #drawn = '';
  #editor: Promise<CellEditor> | undefined;
  /** The same, when it is there. */
  #opened: CellEditor | undefined;
  #pristine: Node[] = [];
  #leave: (() => void) | undefined;
  #showsCalls = false;
  readonly #ticks = new TicksWhile(() => this.#renderBar());

  connectedCallback(): void {
    const workbook = pageWorkbook();
    if (this.#parts === undefined) this.#adopt(workbook);
    const draw = inTime(() => this.#render(workbook));
    this.#leave = workbook.subscribe(draw);
    this.#render(workbook);
  }

  disconnectedCallback(): void {
    this.#leave?.();
    this.#ticks.during(false);
  }

  /** Runs the cell's text as it is now. */
  run(): void {
    const workbook = pageWorkbook();
    if (workbook.connection === 'open' && !isBusy(this.#shown)) workbook.run(this.#cell);
  }

  /** Puts the cursor into the cell's code: its editor, when that is open. */
  focusCode(): void {
    this.scrollIntoView({ block: 'nearest' });
    if (this.#editor === undefined) this.#parts?.code.querySelector('pre')?.focus();
    else this.#editor.then((editor) => editor.focus());
  }

  #runAndGoOn(): void {
    this.run();
    const cells = [...document.querySelectorAll<RunCell>('run-cell')];
    cells[cells.indexOf(this) + 1]?.focusCode();
  }

  #adopt(workbook: PageWorkbook): void {
    const code = this.querySelector<HTMLElement>('.cell-code');
    const text = code?.querySelector<HTMLElement>('code');
    const bar = this.querySelector<HTMLElement>('.cell-bar');
    const output = this.querySelector<RunOutput>('run-output');
    if (code == null || text == null || bar == null || output == null) return;
    const calls = document.createElement('div');
    calls.className = 'cell-calls';
    bar.after(calls);
    this.#parts = { code, text, bar, output, calls };
    bar.replaceChildren();
    this.#pristine = [...text.childNodes];
    this.#cell = {
      name: this.getAttribute('name') ?? '',
      optional: this.hasAttribute('optional'),
      original: text.textContent.replace(/\n$/, ''),
      reactive: this.getAttribute('reactive') ?? undefined,
    };
    workbook.add(this.#cell);
    code.addEventListener('click', (event) => this.#touch(event));
    code.addEventListener('keydown', (event) => this.#press(event));
    this.addEventListener(ShowPosition.type, (event) => {
      if (event instanceof ShowPosition) this.#openEditor().then((editor) => editor?.focus(event.position));
    });
  }

  /** Before the editor is there, the keys of a notebook work on the code that the page brought. */
  #press(event: KeyboardEvent): void {
    if (this.#editor !== undefined || event.key !== 'Enter') return;
    event.preventDefault();
    if (event.shiftKey) this.#runAndGoOn();
    else if (event.ctrlKey || event.metaKey) this.run();
    else this.#touch();
  }

  /** Opens the editor; a click left of a line sets a breakpoint there, as it does when that is open. */
  #touch(event?: MouseEvent): void {
    if (this.#editor !== undefined || getSelection()?.isCollapsed === false) return;
    const line = event && lineBeside(event, this.#parts?.text);
    if (line !== undefined) pageWorkbook().debugger.toggle(this.#cell.name, line);
    this.#openEditor().then((editor) => editor?.focus(line === undefined ? line : { line, column: 1 }));
  }

  async #openEditor(): Promise<CellEditor | undefined> {
    const { code } = this.#parts ?? {};
    if (code === undefined) return undefined;
    this.#editor ??= this.#makeEditor(code, pageWorkbook());
    const editor = await this.#editor;
    this.#opened = editor;
    this.#mark(editor, this.#shown);
    return editor;
  }

  async #makeEditor(code: HTMLElement, workbook: PageWorkbook): Promise<CellEditor> {
    code.querySelector('.code-breakpoints')?.remove();
    const { name } = this.#cell;
    const { words } = workbook;
    const history = await workbook.texts.stepsOf(this.#cell);
    return await openEditor(code, {
      name,
      label: words.codeOf(name),
      help: words.editorHelp,
      keys: { undo: words.undo, redo: words.redo, indent: words.indent },
      text: workbook.textOf(this.#cell),
      history,
      program: () => workbook.program(),
      changed: (text) => workbook.edit(this.#cell, text),
      run: () => this.run(),
      runAndGoOn: () => this.#runAndGoOn(),
      breakpoints: (lines) => workbook.debugger.setBreakpoints(name, lines),
      titles: { breakpoint: words.debugger.breakpoint, paused: words.debugger.pausedHere },
      leave: () => this.querySelector<HTMLButtonElement>('.cell-bar button:enabled')?.focus(),
    });
  }

  #mark(editor: CellEditor, cell: CellState): void {
    const { debugger: lessonDebugger } = pageWorkbook();
    const { error, ran } = cell;
    editor.showBreakpoints(
      lessonDebugger.breakpointsOf(this.#cell.name),
      lessonDebugger.pausedLine(this.#cell, cell),
    );
    const place = ran === pageWorkbook().textOf(this.#cell) ? error?.position : undefined;
    editor.mark(
      place === undefined || error === undefined ? undefined : { position: place, message: error.message },
    );
  }

  #render(workbook: PageWorkbook): void {
    if (this.#parts === undefined) return;
    const cell = workbook.cell(this.#cell.name);
    const text = workbook.textOf(this.#cell);
    const calls = this.#calls(workbook).map(({ id, inner }) => `${id}+${inner.length}`);
    const stale = staleWords(workbook, this.#cell.name);
    const clashes = workbook.runs.clashesOf(this.#cell.name).map(({ name, cells }) => `${name}:${cells}`);
    const waits = cell.state === 'queued' ? workbook.state.seq : '';
    const reacts = this.#cell.reactive !== undefined && workbook.runs.reacts;
    const pausedLine = workbook.debugger.pausedLine(this.#cell, cell);
    const breakpoints = workbook.debugger.breakpointsOf(this.#cell.name);
    const drawn = `${pausedLine} ${breakpoints} ${workbook.connection} ${reacts} ${calls} ${stale} ${clashes} ${waits} ${text}`;
    if (cell === this.#shown && drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (cell !== this.#shown) {
      this.#shown = cell;
      this.setAttribute('state', cell.state);
      if (cell.run !== undefined) this.setAttribute('run', cell.run);
      this.#parts.output.cell = cell;
    }
    this.toggleAttribute('stale', stale !== undefined);
    this.#markCode(breakpoints.length > 0);
    this.#write(text, cell);
    if (pausedLine !== undefined) void this.#openEditor();
    this.#ticks.during(cell.state === 'running');
    this.#renderBar();
  }

  /** Shows breakpoints before there is an editor; the page loads what does so when there are some. */
  #markCode(some: boolean): void {
    const code = this.#parts?.code;
    if (code === undefined || (!some && code.querySelector('.code-breakpoints') === null)) return;
    import('./code-breakpoints.ts').then(({ showBreakpoints }) => {
      if (this.#editor === undefined) showBreakpoints(code, this.#cell.name, pageWorkbook());
    });
  }

  /** Puts the cell's text where the learner reads it, when it came from elsewhere: the log, or a reset. */
  #write(text: string, cell: CellState): void {
    if (this.#editor !== undefined) {
      this.#editor.then((editor) => {
        const workbook = pageWorkbook();
        const theirs = workbook.texts.takeOverwritten(this.#cell.name);
        if (theirs !== undefined) editor.write(theirs);
        editor.write(workbook.textOf(this.#cell));
        this.#mark(editor, cell);
      });
      return;
    }
    const code = this.#parts?.text;
    if (code === undefined || code.textContent.replace(/\n$/, '') === text) return;
    if (text === this.#cell.original) code.replaceChildren(...this.#pristine);
    else code.textContent = text;
  }

  #renderBar(): void {
    if (this.#parts === undefined) return;
    const workbook = pageWorkbook();
    render(
      cellBar({
        cell: this.#cell,
        state: this.#shown,
        workbook,
        now: Date.now(),
        run: () => this.run(),
        beside: this.#callsButton(workbook),
        entries: () => this.#entries(),
      }),
      this.#parts.bar,
    );
    this.#renderCalls(workbook);
  }

  #calls({ wire }: PageWorkbook): readonly CallTree[] {
    return wire.ofRun(this.#shown.run);
  }

  #callsButton(workbook: PageWorkbook): TemplateResult | typeof nothing {
    const count = this.#calls(workbook).length;
    if (count === 0) return nothing;
    return html`<button type="button" class="link cell-count" aria-expanded=${this.#showsCalls}
      @click=${() => this.#toggleCalls()}>${workbook.words.wire.calls(count)}</button>`;
  }

  #toggleCalls(): void {
    this.#showsCalls = !this.#showsCalls;
    this.#renderBar();
  }

  #renderCalls(workbook: PageWorkbook): void {
    const calls = this.#calls(workbook);
    const list = html`<call-list role="region" aria-label=${workbook.words.wire.callsOf(this.#cell.name)}
      .calls=${calls}></call-list>`;
    if (this.#parts) render(this.#showsCalls && calls.length > 0 ? list : nothing, this.#parts.calls);
  }

  #entries(): MenuEntry[] {
    const workbook = pageWorkbook();
    const place = { element: this, cell: this.#cell, state: this.#shown, workbook, line: this.#opened?.line };
    return entriesOf(cellActions, place, workbook.words);
  }
}

/** The line that a mouse points at left of the code; undefined elsewhere, and for fingers, which mean the code. */
function lineBeside({ clientX, clientY }: MouseEvent, code: HTMLElement | undefined): number | undefined {
  if (code === undefined || !matchMedia('(hover: hover)').matches) return undefined;
  const { left, top } = code.getBoundingClientRect();
  const line = Math.floor((clientY - top) / Number.parseFloat(getComputedStyle(code).lineHeight)) + 1;
  return clientX < left && line >= 1 && line <= code.textContent.replace(/\n$/, '').split('\n').length
    ? line
    : undefined;
}

customElements.define('run-cell', RunCell);
