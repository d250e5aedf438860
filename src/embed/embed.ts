import type { CellEditor } from '../editor/cell-editor.ts';
import sheet from './embed.css';
import { type EmbedWords, embedWords } from './embed-words.ts';

/** What is loaded when a cell is run for the first time. */
type Live = {
  runEmbedded: (cell: EmbeddedCell, server: string) => void;
  interruptEmbedded: (server: string) => void;
};

/** What is loaded when a cell's code is touched for the first time. */
type Editing = { openEmbeddedEditor: (cell: EmbeddedCell, before: string) => CellEditor };

const script = document.currentScript;
const source = script instanceof HTMLScriptElement ? script.src : location.href;
const server = new URL(source).origin;
const style = new CSSStyleSheet();
style.replaceSync(sheet);

let cells = 0;

/**
 * `<run-cell>` in any web page: its text is TypeScript that runs at the server which this script came from.
 * `state` says what it is doing, as in a lesson. Cells of one page share what they declare.
 */
class EmbeddedCell extends HTMLElement {
  readonly root = this.attachShadow({ mode: 'open' });
  readonly name = `cell-${++cells}`;
  readonly field = document.createElement('textarea');
  readonly button = document.createElement('button');
  readonly stop = document.createElement('button');
  readonly status = document.createElement('span');
  readonly output = document.createElement('div');
  /** The editor in the place of the field, once it is there. */
  editor: CellEditor | undefined;
  #opening: Promise<CellEditor | undefined> | undefined;
  /** Resolves when no word is half written: until then the field must stay. */
  #composed: Promise<unknown> = Promise.resolve();
  #original = '';

  get words(): EmbedWords {
    const language = this.closest<HTMLElement>('[lang]')?.lang ?? navigator.language;
    return language.startsWith('es') ? embedWords.es : embedWords.en;
  }

  get language(): string {
    return this.words === embedWords.es ? 'es' : 'en';
  }

  connectedCallback(): void {
    if (this.button.isConnected) return;
    // While the page is being read, the text has not come yet.
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => this.#build(), { once: true });
    } else this.#build();
  }

  #build(): void {
    const { words, field, button, stop, status, output } = this;
    this.#original = unindented(this.textContent);
    this.root.adoptedStyleSheets = [style];
    field.value = sessionStorage.getItem(this.#key) ?? this.#original;
    field.spellcheck = false;
    field.autocapitalize = 'off';
    field.setAttribute('aria-label', `${words.code} ${this.name}`);
    button.textContent = words.run;
    button.className = 'run';
    stop.textContent = words.interrupt;
    stop.hidden = true;
    status.textContent = words.idle;
    status.setAttribute('role', 'status');
    output.className = 'output';
    output.setAttribute('role', 'log');
    output.setAttribute('aria-label', `${words.output} ${this.name}`);
    field.addEventListener('input', () => this.#edited());
    field.addEventListener('focus', () => void this.edit());
    field.addEventListener('compositionstart', () => {
      this.#composed = new Promise((end) => field.addEventListener('compositionend', end, { once: true }));
    });
    field.addEventListener('keydown', (event) => this.#press(event));
    button.addEventListener('click', () => this.run());
    stop.addEventListener('click', () => void live().then((it) => it.interruptEmbedded(server)));
    const bar = document.createElement('div');
    bar.className = 'bar';
    bar.append(button, stop, status);
    this.root.append(field, bar, output);
    this.#grow();
    if (!this.hasAttribute('state')) this.setAttribute('state', 'idle');
  }

  /** Runs the text as it is now. */
  run(): void {
    if (this.button.getAttribute('aria-disabled') === 'true') return;
    this.status.textContent = this.words.loading;
    live().then(
      (it) => it.runEmbedded(this, server),
      async () => this.fail(await whyNot()),
    );
  }

  /** Puts the editor in the place of the field. Where it cannot be loaded, the field stays: undefined. */
  edit(): Promise<CellEditor | undefined> {
    const before = this.field.value;
    this.#opening ??= editing().then(
      async ({ openEmbeddedEditor }) => {
        await this.#composed;
        this.editor = openEmbeddedEditor(this, before);
        return this.editor;
      },
      () => {
        this.#opening = undefined;
        return undefined;
      },
    );
    return this.#opening;
  }

  /** Every cell of the page, with its text as it is now. */
  program(): { name: string; text: string }[] {
    return [...document.querySelectorAll('run-cell')].flatMap((cell) =>
      cell instanceof EmbeddedCell ? [{ name: cell.name, text: cell.field.value }] : [],
    );
  }

  /** Says what cannot be done, and why. */
  fail(message: string): void {
    this.setAttribute('state', 'error');
    this.status.textContent = message;
  }

  get #key(): string {
    return `workbook:embed:${location.pathname}:${this.name}`;
  }

  #edited(): void {
    this.#grow();
    if (this.field.value === this.#original) sessionStorage.removeItem(this.#key);
    else sessionStorage.setItem(this.#key, this.field.value);
  }

  #grow(): void {
    this.field.rows = Math.max(1, this.field.value.split('\n').length);
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.run();
  }
}

export type { EmbeddedCell };

/** Loads a part of this program once; when that fails, once more the next time. */
const loader = <Part>(file: string): (() => Promise<Part>) => {
  let part: Promise<Part> | undefined;
  return () => {
    const begun = part ?? import(`${server}/embed/${file}`);
    part = begun;
    begun.catch(() => {
      part = undefined;
    });
    return begun;
  };
};
const live = loader<Live>('live.js');
const editing = loader<Editing>('editor.js');

/** Why nothing could be loaded: whether the server is there can be seen from any page, what it says cannot. */
const whyNot = async (): Promise<string> => {
  const isThere = await fetch(`${server}/healthz`, { mode: 'no-cors' }).then(
    () => true,
    () => false,
  );
  return isThere
    ? `Cells of pages at ${location.origin} may not run at ${server}. Whoever runs that server names this site in WORKBOOK_ALLOWED_ORIGINS.`
    : `${server} does not answer. Is it running?`;
};

/** A page indents what it contains; the code begins at the margin. */
const unindented = (text: string): string => {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents, 80);
  return lines.map((line) => line.slice(least)).join('\n');
};

if (customElements.get('run-cell') === undefined) customElements.define('run-cell', EmbeddedCell);
