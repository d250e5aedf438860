import { ask, countOf, lighten } from './large.ts';

/** What is said of a variable beside its value; `name` only where the server does not know it. */
interface Note {
  name?: string;
  characters?: number;
  entries?: number;
  bytes?: number;
  state?: 'unset' | 'getter';
}

/** The names that cells have made: values to be looked at, and in `notes`, as JSON, a `Note` for each. */
export interface Survey {
  values: object;
  notes: string;
}

/** So much of a text is looked at. */
const longestText = 300;

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { apply, ownKeys } = Reflect;
const { stringify } = JSON;
const { slice } = String.prototype;
const { has } = Set.prototype;
/** They tell what a value is by its insides alone: nothing of a cell's runs for it, a proxy's traps neither. */
const byteLengths = [
  getterOf(ArrayBuffer.prototype, 'byteLength'),
  getterOf(SharedArrayBuffer.prototype, 'byteLength'),
  getterOf(DataView.prototype, 'byteLength'),
  getterOf(getPrototypeOf(Uint8Array.prototype), 'byteLength'),
];

function getterOf(prototype: object, name: string): () => unknown {
  const getter = getOwnPropertyDescriptor(prototype, name)?.get;
  if (getter === undefined) throw new TypeError(`There is no getter ${name}.`);
  return getter;
}

/**
 * Makes what looks at all variables, before the first cell: globals that are there then are no cell's.
 * `reads` read the names that are no globals, `most` is how many globals are looked at.
 */
export function createSurvey(): (reads: readonly (() => unknown)[], most: number) => Survey {
  const known = new Set<PropertyKey>([...ownKeys(globalThis), '__workbook__', '__workbook_send__']);
  return (reads, most) => {
    const values = {};
    const notes: Note[] = [];
    const add = (note: Note, value?: unknown) => {
      const at = notes.length;
      set(values, at, value);
      set(notes, at, note);
    };
    for (let at = 0; at < reads.length; at += 1) {
      const read = reads[at];
      if (read) addLexical(read, add);
    }
    const names = ownKeys(globalThis);
    for (let at = 0; at < names.length && notes.length < reads.length + most; at += 1) {
      const name = names[at];
      if (typeof name === 'string' && !apply(has, known, [name])) addGlobal(name, add);
    }
    return { values, notes: stringify(notes) };
  };
}

type Add = (note: Note, value?: unknown) => void;

/** Without asking what cells may have put into a prototype. */
function set(list: object, at: number, value: unknown): void {
  defineProperty(list, at, { ...plain, value });
}

const plain = { __proto__: null, enumerable: true, configurable: true, writable: true };

function addLexical(read: () => unknown, add: Add): void {
  let value: unknown;
  try {
    value = read();
  } catch {
    // Its cell failed before it came to the declaration.
    add({ state: 'unset' });
    return;
  }
  add(sizeOf(value), look(value));
}

function addGlobal(name: string, add: Add): void {
  const found = getOwnPropertyDescriptor(globalThis, name);
  if (found === undefined) return;
  if (found.get || found.set) add({ name, state: 'getter' });
  else add({ name, ...sizeOf(found.value) }, look(found.value));
}

function sizeOf(value: unknown): Note {
  if (typeof value === 'string') return { characters: value.length };
  if (typeof value !== 'object' || value === null) return {};
  const entries = countOf(value);
  if (entries !== undefined) return { entries };
  for (let at = 0; at < byteLengths.length; at += 1) {
    const bytes = ask(byteLengths[at], value);
    if (bytes !== undefined) return { bytes };
  }
  return {};
}

/** What of a value is looked at: itself, unless that would be too much. */
function look(value: unknown): unknown {
  if (typeof value === 'string') return apply(slice, value, [0, longestText]);
  return lighten(value);
}
