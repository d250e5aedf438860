import type { Key } from './keys.ts';

/** What a key asks of whoever holds the editor, beside the change of the line. */
export type EditorAction = 'none' | 'submit' | 'cancel' | 'leave' | 'complete' | 'clear' | 'bell';

/** Longer than any command: a paste beyond it is cut, and the bell says so. */
const LONGEST_LINE = 64 * 1024;

/** Characters that belong to a word for Alt-B, Alt-F and Alt-D, as readline counts them. */
const WORD = /[\p{L}\p{N}]/u;

/** A line under way, edited by readline's keys (https://tiswww.case.edu/php/chet/readline/rluserman.html). */
export class LineEditor {
  text = '';
  /** Where the next character goes, in UTF-16 units from the start. */
  cursor = 0;
  /** What is searched for in the history; undefined when nothing is. */
  search: string | undefined;
  readonly #history: readonly string[];
  /** The place in the history; its length when on the new line. */
  #at: number;
  /** The new line, while an older one is looked at. */
  #draft = '';
  #killed = '';

  constructor(history: readonly string[]) {
    this.#history = history;
    this.#at = history.length;
  }

  apply(key: Key): EditorAction {
    if (key.kind !== 'key') return this.#insertTyped(key.text);
    if (this.search !== undefined) return this.#searchKey(key.name);
    const command = COMMANDS[key.name];
    return command === undefined ? 'bell' : command(this);
  }

  /** Puts text where the cursor is, and the cursor behind it. */
  insert(text: string): EditorAction {
    const kept = text.slice(0, LONGEST_LINE - this.text.length);
    this.text = this.text.slice(0, this.cursor) + kept + this.text.slice(this.cursor);
    this.cursor += kept.length;
    return kept.length === text.length ? 'none' : 'bell';
  }

  /** Puts `text` in the place of the line's part from `from` to the cursor. */
  replaceBefore(from: number, text: string): void {
    this.text = this.text.slice(0, from) + this.text.slice(this.cursor);
    this.cursor = from;
    this.insert(text);
  }

  moveTo(cursor: number): EditorAction {
    const wanted = Math.min(this.text.length, Math.max(0, cursor));
    if (wanted === this.cursor) return 'bell';
    this.cursor = wanted;
    return 'none';
  }

  /** Where the character before, or after, the cursor begins or ends: one that is two units is not cut. */
  beside(direction: -1 | 1): number {
    const side = direction < 0 ? this.text.slice(0, this.cursor) : this.text.slice(this.cursor);
    const character = (direction < 0 ? [...side].at(-1) : [...side][0]) ?? '';
    return this.cursor + direction * character.length;
  }

  wordBeside(direction: -1 | 1, pattern = WORD): number {
    let at = this.cursor;
    const near = (): string => this.text.charAt(direction < 0 ? at - 1 : at);
    while (near() !== '' && !pattern.test(near())) at += direction;
    while (near() !== '' && pattern.test(near())) at += direction;
    return at;
  }

  /** Removes the part between the cursor and `to`; `keep`: Ctrl-Y brings it back. */
  remove(to: number, keep: boolean): EditorAction {
    const [from, until] = to < this.cursor ? [to, this.cursor] : [this.cursor, to];
    if (from === until) return 'bell';
    if (keep) this.#killed = this.text.slice(from, until);
    this.text = this.text.slice(0, from) + this.text.slice(until);
    this.cursor = from;
    return 'none';
  }

  yank(): EditorAction {
    return this.#killed === '' ? 'bell' : this.insert(this.#killed);
  }

  /** The two characters before the cursor change places. */
  transpose(): EditorAction {
    const end = Math.min(this.text.length, this.cursor + 1);
    const pair = this.text.slice(end - 2, end);
    if (this.cursor === 0 || pair.length < 2) return 'bell';
    this.text = this.text.slice(0, end - 2) + [...pair].reverse().join('') + this.text.slice(end);
    this.cursor = end;
    return 'none';
  }

  /** The line before, or after, in the history; a line that was begun is there again at the end. */
  walkHistory(direction: -1 | 1): EditorAction {
    const next = this.#at + direction;
    if (next < 0 || next > this.#history.length) return 'bell';
    if (this.#at === this.#history.length) this.#draft = this.text;
    this.#at = next;
    this.#show(this.#history[next] ?? this.#draft);
    return 'none';
  }

  /** Looks for the newest line before `before` that has the searched text in it. */
  #find(before: number): EditorAction {
    const wanted = this.search ?? '';
    for (let at = before - 1; at >= 0; at -= 1) {
      const line = this.#history[at];
      if (line === undefined || !line.includes(wanted)) continue;
      this.#at = at;
      this.#show(line);
      this.cursor = line.indexOf(wanted);
      return 'none';
    }
    return 'bell';
  }

  #show(line: string): void {
    this.text = line;
    this.cursor = line.length;
  }

  #insertTyped(text: string): EditorAction {
    if (this.search === undefined)
      return this.insert(text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, ''));
    this.search += text;
    return this.#find(Math.min(this.#history.length, this.#at + 1));
  }

  #searchKey(name: string): EditorAction {
    if (name === 'ctrl-r') return this.#find(this.#at);
    if (name === 'backspace') {
      this.search = this.search?.slice(0, -1);
      return this.#find(this.#history.length);
    }
    this.search = undefined;
    if (name === 'ctrl-g' || name === 'ctrl-c') {
      this.#at = this.#history.length;
      this.#show(this.#draft);
      return name === 'ctrl-c' ? 'cancel' : 'none';
    }
    if (name === 'alt-\u001b') return 'none';
    return this.apply({ kind: 'key', name });
  }

  beginSearch(): EditorAction {
    if (this.#at === this.#history.length) this.#draft = this.text;
    this.#at = this.#history.length;
    this.search = '';
    return 'none';
  }
}

type Command = (editor: LineEditor) => EditorAction;

const BLANK_ENDED = /\S/;

/** Lines of a paste are kept apart: Home and End go to those of the line that the cursor is on. */
const lineStart = ({ text, cursor }: LineEditor): number => text.lastIndexOf('\n', cursor - 1) + 1;
const lineEnd = ({ text, cursor }: LineEditor): number => {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end;
};

const toStart: Command = (editor) => editor.moveTo(lineStart(editor));
const toEnd: Command = (editor) => editor.moveTo(lineEnd(editor));
const older: Command = (editor) => editor.walkHistory(-1);
const newer: Command = (editor) => editor.walkHistory(1);
const left: Command = (editor) => editor.moveTo(editor.beside(-1));
const right: Command = (editor) => editor.moveTo(editor.beside(1));
const backspace: Command = (editor) => editor.remove(editor.beside(-1), false);
const remove: Command = (editor) => editor.remove(editor.beside(1), false);

const COMMANDS: Readonly<Record<string, Command>> = {
  enter: () => 'submit',
  tab: () => 'complete',
  'ctrl-c': () => 'cancel',
  'ctrl-d': (editor) => (editor.text === '' ? 'leave' : remove(editor)),
  'ctrl-l': () => 'clear',
  left,
  right,
  'ctrl-b': left,
  'ctrl-f': right,
  home: toStart,
  end: toEnd,
  'ctrl-a': toStart,
  'ctrl-e': toEnd,
  up: older,
  down: newer,
  'ctrl-p': older,
  'ctrl-n': newer,
  'ctrl-r': (editor) => editor.beginSearch(),
  'ctrl-g': () => 'bell',
  backspace,
  'ctrl-h': backspace,
  delete: remove,
  'ctrl-k': (editor) => editor.remove(lineEnd(editor), true),
  'ctrl-u': (editor) => editor.remove(lineStart(editor), true),
  'ctrl-w': (editor) => editor.remove(editor.wordBeside(-1, BLANK_ENDED), true),
  'alt-backspace': (editor) => editor.remove(editor.wordBeside(-1), true),
  'alt-d': (editor) => editor.remove(editor.wordBeside(1), true),
  'alt-b': (editor) => editor.moveTo(editor.wordBeside(-1)),
  'alt-f': (editor) => editor.moveTo(editor.wordBeside(1)),
  'ctrl-y': (editor) => editor.yank(),
  'ctrl-t': (editor) => editor.transpose(),
};
