/**
 * A light check of what comes off the wire: `fault` tells the first thing that is wrong with a value, or
 * null. Only fields that this library declares are looked at; whatever else a cloud sends stays in place,
 * so that an unfolded answer shows all that the service said.
 */
export interface Shape<T> {
  readonly fault: (value: unknown, at: string) => string | null;
  /** Never set: it carries the type that a value without fault has. */
  readonly type?: T;
}

/** Gives the value its type, or throws a TypeError that names the field and what was expected of it. */
export function parse<T>(shape: Shape<T>, value: unknown, at: string): T {
  if (fits(shape, value, at)) return value;
  throw new TypeError(`The answer is not as expected: ${shape.fault(value, at)}.`);
}

function fits<T>(shape: Shape<T>, value: unknown, at: string): value is T {
  return shape.fault(value, at) === null;
}

/** Any text. */
export const text: Shape<string> = {
  fault: (value, at) => (typeof value === 'string' ? null : `${at} should be a text`),
};

/** Any number. */
export const number: Shape<number> = {
  fault: (value, at) => (typeof value === 'number' ? null : `${at} should be a number`),
};

/** True or false. */
export const flag: Shape<boolean> = {
  fault: (value, at) => (typeof value === 'boolean' ? null : `${at} should be true or false`),
};

/** The same, or null. */
export function nullable<T>(inner: Shape<T>): Shape<T | null> {
  return { fault: (value, at) => (value === null ? null : inner.fault(value, at)) };
}

/** For a field that some clouds, or some versions, leave out. */
export function optional<T>(inner: Shape<T>): Shape<T | undefined> {
  return { fault: (value, at) => (value === undefined ? null : inner.fault(value, at)) };
}

/** A list of the same. */
export function list<T>(inner: Shape<T>): Shape<T[]> {
  return {
    fault: (value, at) => {
      if (!Array.isArray(value)) return `${at} should be a list`;
      return firstFault(value.map((item, index) => inner.fault(item, `${at}[${index}]`)));
    },
  };
}

/** An object used as a dictionary: any keys, values all of one shape. */
export function dictionary<T>(inner: Shape<T>): Shape<Record<string, T>> {
  return {
    fault: (value, at) => {
      if (!isObject(value)) return `${at} should be an object`;
      return firstFault(Object.entries(value).map(([key, item]) => inner.fault(item, `${at}.${key}`)));
    },
  };
}

/** An object with these fields, and possibly more. */
export function object<T extends object>(fields: { [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const entries: [string, Shape<unknown>][] = Object.entries(fields);
  return {
    fault: (value, at) => {
      if (!isObject(value)) return `${at} should be an object`;
      const known = new Map(Object.entries(value));
      return firstFault(entries.map(([name, field]) => field.fault(known.get(name), `${at}.${name}`)));
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstFault(faults: (string | null)[]): string | null {
  return faults.find((fault) => fault !== null) ?? null;
}
