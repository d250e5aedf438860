import { lightenInside, wholeOf } from './large.ts';

/** What values are made of, for the reader who unfolds them: a long one in stretches, made when they are opened. */

const { min } = Math;

/** Some of a long value's entries, from `start` up to `end`. */
class Stretch {
  readonly #whole: object;
  readonly #keys: readonly string[] | undefined;
  readonly #start: number;
  readonly #end: number;

  constructor(whole: object, keys: readonly string[] | undefined, start: number, end: number) {
    this.#whole = whole;
    this.#keys = keys;
    this.#start = start;
    this.#end = end;
  }

  static open(stretch: Stretch, most: number): object {
    const whole = stretch.#whole;
    const [start, end] = [stretch.#start, stretch.#end];
    if (end - start > most) return stretches(whole, stretch.#keys, start, end, most);
    if (whole instanceof Map || whole instanceof Set)
      return new WorkbookPart(start, partOf(whole, start, end));
    const part = Object.create(null);
    for (let at = start; at < end; at += 1) {
      const key = stretch.#keys?.[at] ?? String(at);
      const found = Object.getOwnPropertyDescriptor(whole, key);
      if (found) Object.defineProperty(part, key, found);
    }
    return part;
  }
}

/** The stretches of a value, by what they hold: `0 … 999`. */
class WorkbookStretches {
  [name: string]: Stretch;
}

/** A piece of a map or a set, and the number of its first entry. */
class WorkbookPart {
  readonly start: number;
  readonly part: object;

  constructor(start: number, part: object) {
    this.start = start;
    this.part = part;
  }
}

/** The value itself, or what stands for it when it has more than `most` entries, or very large ones. */
export function inside(given: object, most: number): object {
  const value = wholeOf(given);
  if (value instanceof Stretch) return lightenInside(Stretch.open(value, most));
  const folded = foldLong(value, most);
  return folded === value ? lightenInside(value) : folded;
}

function foldLong(value: object, most: number): object {
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)) {
    const length = Number(value.length);
    return length > most ? stretches(value, undefined, 0, length, most) : value;
  }
  if (value instanceof Map || value instanceof Set) {
    return value.size > most ? stretches(value, undefined, 0, value.size, most) : value;
  }
  const keys = typeof value === 'function' ? [] : Object.keys(value);
  return keys.length > most ? stretches(value, keys, 0, keys.length, most) : value;
}

function stretches(
  whole: object,
  keys: readonly string[] | undefined,
  from: number,
  to: number,
  most: number,
): WorkbookStretches {
  let size = most;
  while ((to - from) / size > most) size *= most;
  const found = new WorkbookStretches();
  for (let start = from; start < to; start += size) {
    const end = min(start + size, to);
    found[`${start} … ${end - 1}`] = new Stretch(whole, keys, start, end);
  }
  return found;
}

function partOf(whole: Map<unknown, unknown> | Set<unknown>, start: number, end: number): object {
  const entries: unknown[] = [];
  let at = 0;
  for (const entry of whole.entries()) {
    if (at >= end) break;
    if (at >= start) entries.push(entry);
    at += 1;
  }
  return whole instanceof Map
    ? new Map(entries.map(pairOf))
    : new Set(entries.map((entry) => pairOf(entry)[0]));
}

function pairOf(entry: unknown): [unknown, unknown] {
  return Array.isArray(entry) ? [entry[0], entry[1]] : [undefined, undefined];
}

/** The methods and accessors of a class, which its objects share; nothing for what is no class. */
export function membersOf(value: object): object {
  const members = Object.create(null);
  if (typeof value !== 'function') return members;
  const { prototype }: { prototype?: unknown } = value;
  if (typeof prototype !== 'object' || prototype === null) return members;
  for (const [name, found] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name !== 'constructor') Object.defineProperty(members, name, { ...found, enumerable: true });
  }
  return members;
}

/** So many characters of JSON are given out. */
const longestText = 4 * 1024 * 1024;

/**
 * A value as JSON, as far as JSON goes: maps become objects or lists of pairs, sets lists, bigints text.
 * @throws RangeError when it is too long
 */
export function toJson(value: unknown): string {
  const whole = typeof value === 'object' && value !== null ? wholeOf(value) : value;
  const text = JSON.stringify(whole, replacer, 2) ?? 'null';
  if (text.length > longestText)
    throw new RangeError('The value is too large to be downloaded in one piece.');
  return text;
}

function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Set) return [...value];
  if (ArrayBuffer.isView(value) && 'length' in value) return Array.from(Object(value));
  if (value instanceof Error) return { ...value, name: value.name, message: value.message };
  if (!(value instanceof Map)) return value;
  const pairs = [...value];
  return pairs.every(([key]) => typeof key === 'string') ? Object.fromEntries(pairs) : pairs;
}
