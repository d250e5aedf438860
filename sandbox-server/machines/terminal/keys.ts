/** One thing that somebody did at a keyboard: typed text, pasted text, or pressed a key by its name, such as `ctrl-a`. */
export type Key =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'key'; readonly name: string };

const PASTE_BEGINS = '\u001b[200~';
const PASTE_ENDS = '\u001b[201~';

/** What xterm sends for keys that are no character, as terminfo's `xterm-256color` has them. */
const SEQUENCES: ReadonlyMap<string, string> = new Map([
  ['[A', 'up'],
  ['[B', 'down'],
  ['[C', 'right'],
  ['[D', 'left'],
  ['[H', 'home'],
  ['[F', 'end'],
  ['OA', 'up'],
  ['OB', 'down'],
  ['OC', 'right'],
  ['OD', 'left'],
  ['OH', 'home'],
  ['OF', 'end'],
  ['[1~', 'home'],
  ['[4~', 'end'],
  ['[7~', 'home'],
  ['[8~', 'end'],
  ['[3~', 'delete'],
  ['[5~', 'page-up'],
  ['[6~', 'page-down'],
  ['[1;5C', 'alt-f'],
  ['[1;5D', 'alt-b'],
  ['[1;3C', 'alt-f'],
  ['[1;3D', 'alt-b'],
  ['[3;5~', 'alt-d'],
  ['[Z', 'shift-tab'],
]);

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
};

/** An escape sequence at the start of a text, as ECMA-48 forms them; undefined while it is not whole. */
function sequenceAt(text: string): string | undefined {
  return /^(\[[0-9;?]*[ -/]*[@-~]|O[A-Za-z]|[^[O])/su.exec(text)?.[0];
}

function controlName(character: string): string {
  return CONTROLS[character] ?? `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}`;
}

/** Turns what a terminal sends into keys, one after the other; a sequence that comes in two pieces is one key. */
export class KeyReader {
  #rest = '';
  #pasting = false;

  /** What the terminal sent. */
  add(input: string): void {
    this.#rest += input;
  }

  /** The next key that is complete by now. */
  next(): Key | undefined {
    while (this.#rest !== '') {
      const before = this.#rest;
      const key = this.#pasting ? this.#paste() : this.#key();
      if (key || this.#rest === before) return key;
    }
    return undefined;
  }

  /** Gives up what was not read as keys: it is for whoever reads next. */
  takeRest(): string {
    return this.#take(this.#rest.length);
  }

  #paste(): Key | undefined {
    const end = this.#rest.indexOf(PASTE_ENDS);
    // The marker of the end may be cut in two.
    const length = end < 0 ? Math.max(0, this.#rest.length - PASTE_ENDS.length + 1) : end;
    const text = this.#take(length);
    if (end >= 0) {
      this.#take(PASTE_ENDS.length);
      this.#pasting = false;
    }
    return text === '' ? undefined : { kind: 'paste', text };
  }

  #key(): Key | undefined {
    const [plain] = /^[^\p{Cc}]+/u.exec(this.#rest) ?? [];
    if (plain !== undefined) return { kind: 'text', text: this.#take(plain.length) };
    if (this.#rest.startsWith(PASTE_BEGINS)) {
      this.#take(PASTE_BEGINS.length);
      this.#pasting = true;
      return undefined;
    }
    if (!this.#rest.startsWith('\u001b')) return { kind: 'key', name: controlName(this.#take(1)) };
    return this.#escape();
  }

  #escape(): Key | undefined {
    const sequence = sequenceAt(this.#rest.slice(1));
    if (sequence === undefined) return undefined;
    this.#take(1 + sequence.length);
    const name = SEQUENCES.get(sequence) ?? (sequence.length === 1 ? altName(sequence) : undefined);
    return name === undefined ? undefined : { kind: 'key', name };
  }

  #take(length: number): string {
    const taken = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(length);
    return taken;
  }
}

function altName(character: string): string {
  return character === '\u007f' || character === '\b' ? 'alt-backspace' : `alt-${character.toLowerCase()}`;
}
