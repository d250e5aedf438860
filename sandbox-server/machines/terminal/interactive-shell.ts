import { MachineFileSystem } from '../disk/file-system.ts';
import type { Machine } from '../machine.ts';
import { MachineIsOff } from '../network/errors.ts';
import { type Process, TooManyProcesses } from '../processes.ts';
import type { User } from '../program.ts';
import { Shell } from '../shell/shell.ts';
import { inColumns } from './columns.ts';
import { type Completion, commonPrefix, complete } from './completion.ts';
import { History } from './history.ts';
import { isIncomplete } from './incomplete.ts';
import { type Key, KeyReader } from './keys.ts';
import { LineEditor } from './line-editor.ts';
import { programTerminal } from './program-terminal.ts';
import { type DrawnLine, draw, redraw, toEndOf, toStartOf } from './prompt-line.ts';
import type { Tty } from './tty.ts';

/** A login at a terminal. */
export interface Login {
  readonly machine: Machine;
  readonly user: User;
  readonly tty: Tty;
  readonly env?: Readonly<Record<string, string>>;
  /** Where the shell begins, when that is not home. */
  readonly cwd?: string;
  /** The process whose shell it is; without one it is a login, with a process for each line. */
  readonly process?: Process;
  /** Aborted when the terminal is closed, or the machine is switched off. */
  readonly signal: AbortSignal;
}

/** So many candidates are asked about before they are listed. */
const MANY_CANDIDATES = 100;
const BRACKETED_PASTE = '\u001b[?2004h';
const PLAIN_PASTE = '\u001b[?2004l';
const BELL = '\u0007';

/**
 * Lets somebody work in a shell until they leave it: a prompt, a line that can be edited, its run, and again.
 * @returns the shell's exit code; rejects with the reason of `signal`
 */
export async function runLogin(login: Login): Promise<number> {
  const session = new InteractiveShell(login);
  return await session.run();
}

class InteractiveShell {
  readonly #login: Login;
  readonly #shell: Shell;
  readonly #history: History;
  readonly #keys = new KeyReader();
  #editor: LineEditor;
  #drawn: DrawnLine = { prompt: '', text: '', cursor: 0 };
  #columns: number;
  /** The completion that the last key asked for: a second Tab lists it. */
  #offered: Completion | undefined;

  constructor(login: Login) {
    this.#login = login;
    this.#shell = new Shell(login.machine, login.user, login);
    this.#history = new History(login.machine, login.user);
    this.#editor = new LineEditor(this.#history.lines);
    this.#columns = login.tty.size.columns;
  }

  async run(): Promise<number> {
    for (;;) {
      const line = await this.#readLine();
      if (line === undefined) {
        this.#login.tty.write(this.#login.process === undefined ? 'logout\n' : 'exit\n');
        return 0;
      }
      if (line.trim() === '') continue;
      this.#history.add(line);
      const end = await this.#runLine(line);
      if (end.exited) return end.code;
    }
  }

  /** The next line that was submitted; undefined: the user left. */
  async #readLine(): Promise<string | undefined> {
    const { tty, signal } = this.#login;
    this.#editor = new LineEditor(this.#history.lines);
    if (!tty.isAtLeft) tty.write('\n');
    tty.write(BRACKETED_PASTE);
    this.#begin();
    const before = tty.resized;
    tty.resized = () => this.#resize();
    try {
      for (;;) {
        const key = this.#keys.next();
        if (key === undefined) {
          this.#keys.add(await tty.read(signal));
          continue;
        }
        const line = await this.#press(key);
        if (line !== 'goes on') return line ?? undefined;
      }
    } finally {
      tty.resized = before;
      tty.unread(this.#keys.takeRest());
      tty.write(PLAIN_PASTE);
    }
  }

  /** What a key made of the line: the line itself when it is submitted, null when the user left. */
  async #press(key: Key): Promise<string | null | 'goes on'> {
    const editor = this.#editor;
    const offered = this.#offered;
    this.#offered = undefined;
    switch (editor.apply(key)) {
      case 'submit':
        if (isIncomplete(editor.text)) {
          editor.cursor = editor.text.length;
          editor.insert('\n');
          break;
        }
        this.#leaveLine();
        return editor.text;
      case 'cancel':
        this.#leaveLine('^C');
        return '';
      case 'leave':
        return null;
      case 'clear':
        this.#login.tty.write('\u001b[H\u001b[2J');
        this.#begin();
        return 'goes on';
      case 'complete':
        await this.#complete(offered);
        return 'goes on';
      case 'bell':
        this.#login.tty.write(BELL);
        break;
      case 'none':
    }
    this.#refresh();
    return 'goes on';
  }

  async #complete(offered: Completion | undefined): Promise<void> {
    const editor = this.#editor;
    const { machine, user, tty } = this.#login;
    const before = editor.text.slice(0, editor.cursor);
    const files = new MachineFileSystem(machine.tree, machine.devices(), user);
    const { cwd, env } = this.#shell;
    const { from, candidates } = await complete(before, { machine, files, cwd, home: user.home, env });
    const prefix = commonPrefix(candidates);
    const [only] = candidates;
    if (only === undefined) tty.write(BELL);
    else if (candidates.length === 1) editor.replaceBefore(from, only.endsWith('/') ? only : `${only} `);
    else if (prefix.length > before.length - from) editor.replaceBefore(from, prefix);
    else if (offered === undefined) {
      this.#offered = { from, candidates };
      tty.write(BELL);
    } else this.#list(candidates);
    this.#refresh();
  }

  /** Below the line, and the line again below that. */
  #list(candidates: readonly string[]): void {
    const { tty } = this.#login;
    this.#leaveLine();
    const shown = candidates.slice(0, MANY_CANDIDATES).map((name) => name.replace(/^.*\/(?=.)/, ''));
    const more = candidates.length - shown.length;
    tty.write(`${inColumns(shown, this.#columns)}\n${more > 0 ? `… and ${more} more\n` : ''}`);
    this.#begin();
  }

  async #runLine(line: string): Promise<{ code: number; exited: boolean }> {
    const { tty, signal } = this.#login;
    const interrupt = new AbortController();
    const before = tty.interrupt;
    tty.interrupt = () => interrupt.abort();
    const { columns, rows } = tty.size;
    try {
      const run = this.#shell.run(line, {
        stdout: (text) => tty.write(text),
        stderr: (text) => tty.write(text),
        signal: AbortSignal.any([interrupt.signal, signal]),
        terminal: programTerminal(tty, runLogin),
        env: { COLUMNS: String(columns), LINES: String(rows) },
      });
      const end = await run;
      signal.throwIfAborted();
      if (interrupt.signal.aborted && !tty.isAtLeft) tty.write('\n');
      return end;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof TooManyProcesses || error instanceof MachineIsOff)) throw error;
      tty.write(`bash: ${error.message}\n`);
      return { code: 254, exited: error instanceof MachineIsOff };
    } finally {
      tty.interrupt = before;
    }
  }

  get #line(): DrawnLine {
    const { text, cursor, search } = this.#editor;
    const prompt = search === undefined ? coloured(this.#shell.prompt) : `(reverse-i-search)\`${search}': `;
    return { prompt, text, cursor };
  }

  #begin(): void {
    this.#columns = this.#login.tty.size.columns;
    this.#drawn = this.#line;
    this.#login.tty.write(draw(this.#drawn, this.#columns));
  }

  #refresh(): void {
    const after = this.#line;
    this.#login.tty.write(redraw(this.#drawn, after, this.#columns));
    this.#drawn = after;
  }

  /** The terminal has broken the line anew by itself: the rows above are where its new width puts them. */
  #resize(): void {
    const { tty } = this.#login;
    this.#columns = tty.size.columns;
    tty.write(toStartOf(this.#drawn, this.#columns) + draw(this.#drawn, this.#columns));
  }

  #leaveLine(mark = ''): void {
    this.#refresh();
    this.#login.tty.write(`${mark}${mark === '' ? toEndOf(this.#drawn, this.#columns) : '\n'}`);
  }
}

/** `user@host` in green and the folder in blue, as Ubuntu's own prompt. */
function coloured(prompt: string): string {
  return prompt.replace(/^([^:]+):(.*)([$#] )$/, '\u001b[1;32m$1\u001b[0m:\u001b[1;34m$2\u001b[0m$3');
}
