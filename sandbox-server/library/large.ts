/**
 * V8 makes a list of all entries of a map or a set whose preview it is asked for. Of a million, that list is more
 * than a kernel's memory holds: something light is looked at in its place.
 */

/** A map or a set with more entries than this is looked at through its stand-in. */
const mostPreviewed = 10_000;
/** So many entries are in a preview, and so are looked at for large ones. */
const previewed = 5;

const { getOwnPropertyDescriptor } = Object;
const { apply } = Reflect;
/** They tell a map or a set by its insides alone: nothing of a cell's runs for it, a proxy's traps neither. */
const mapSize = getOwnPropertyDescriptor(Map.prototype, 'size')?.get;
const setSize = getOwnPropertyDescriptor(Set.prototype, 'size')?.get;
const { entries: mapEntries } = Map.prototype;
const { entries: setEntries } = Set.prototype;

const wholes = new WeakMap<object, object>();

/** The value itself, or what stands for it when its preview would be too much. */
export function lighten(value: unknown): unknown {
  if (isLarge(value)) return standFor(value);
  return isCollection(value) && holdsLarge(value) ? standFor(value) : value;
}

/** How many entries a map or a set has; undefined for anything else. */
export function countOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return ask(mapSize, value) ?? ask(setSize, value);
}

/** What a built-in getter says of a value; undefined when the value is none of its kind. */
export function ask(getter: (() => unknown) | undefined, value: object): number | undefined {
  try {
    const found: unknown = getter && apply(getter, value, []);
    return typeof found === 'number' ? found : undefined;
  } catch {
    return undefined;
  }
}

/** What stands behind a stand-in; any other value itself. */
export function wholeOf(value: object): object {
  return wholes.get(value) ?? value;
}

/** An object whose properties can be previewed: itself, or a copy with stand-ins for those that cannot. */
export function lightenInside(value: object): object {
  const large = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([, found]) =>
    isLarge(found.value),
  );
  if (large.length > 0) {
    const copy = Array.isArray(value) ? [...value] : Object.create(Object.getPrototypeOf(value));
    Object.defineProperties(copy, Object.getOwnPropertyDescriptors(value));
    for (const [name, found] of large) {
      Object.defineProperty(copy, name, { ...found, value: lighten(found.value), configurable: true });
    }
    return copy;
  }
  if (value instanceof Map && [...value].some((entry) => entry.some(isLarge))) {
    return new Map([...value].map(([key, each]) => [lighten(key), lighten(each)]));
  }
  return value instanceof Set && [...value].some(isLarge) ? new Set([...value].map(lighten)) : value;
}

function isLarge(value: unknown): value is Map<unknown, unknown> | Set<unknown> {
  return (countOf(value) ?? 0) > mostPreviewed;
}

function isCollection(value: unknown): value is Map<unknown, unknown> | Set<unknown> {
  return countOf(value) !== undefined;
}

function entriesOf(value: object): IterableIterator<unknown[]> {
  return apply(ask(mapSize, value) === undefined ? setEntries : mapEntries, value, []);
}

function holdsLarge(value: Map<unknown, unknown> | Set<unknown>): boolean {
  let at = 0;
  for (const entry of entriesOf(value)) {
    if (entry.some(isLarge)) return true;
    at += 1;
    if (at >= previewed) return false;
  }
  return false;
}

/** An object of a class that is called as the whole is described. */
function standFor(whole: Map<unknown, unknown> | Set<unknown>): object {
  const Whole = { [`${whole.constructor.name}(${countOf(whole)})`]: class {} };
  const [Named] = Object.values(Whole);
  const light = Named === undefined ? {} : new Named();
  wholes.set(light, whole);
  return light;
}
