import type { Scope } from '../protocol/debugger.ts';
import type { Property } from '../protocol/events.ts';
import { type Inspector, InspectorError } from './inspector.ts';
import type { Library } from './library.ts';
import { propertyList, type RemoteObject } from './messages.ts';
import { namedValue } from './value.ts';

/** What a value consists of; `gone` when the kernel no longer has it. */
export interface Unfolded {
  properties: Property[];
  gone?: boolean;
}

/** The most properties that are listed at once; what is longer is folded into stretches of so many. */
const most = 1000;

/** The properties of the object that V8 knows by `handle`. */
export async function unfold(inspector: Inspector, library: Library, handle: string): Promise<Unfolded> {
  /** Objects that only this looks at. */
  const passing: string[] = [];
  const look = new Look(inspector, passing);
  try {
    const opened = await library.inside('inside', handle, most);
    if (opened.objectId === undefined) return { properties: [] };
    passing.push(opened.objectId);
    const found = await look.properties(opened.objectId);
    if (opened.className === 'WorkbookStretches') return { properties: found.map(withoutText) };
    if (opened.className === 'WorkbookPart') return { properties: await look.part(found) };
    if (opened.type !== 'function') return { properties: found };
    const members = await library.inside('membersOf', handle, most);
    if (members.objectId === undefined) return { properties: found };
    passing.push(members.objectId);
    return { properties: [...found, ...(await look.properties(members.objectId))] };
  } catch (error) {
    if (error instanceof InspectorError) return { properties: [], gone: true };
    throw error;
  } finally {
    for (const objectId of passing) void inspector.attempt('Runtime.releaseObject', { objectId });
  }
}

/** The names of a scope of a paused run, by the `handle` that V8 has for it; `gone` when it has gone on. */
export async function unfoldScope(
  inspector: Inspector,
  library: Library,
  { handle, type }: Scope,
): Promise<Unfolded> {
  try {
    // V8's own of the global scope are hundreds.
    const names = type === 'global' ? [] : await new Look(inspector, []).properties(handle);
    // A name that is declared further down has no value yet: V8 fails whoever reads it.
    const declared = names.map((each) => (each.state === 'getter' ? unset(each) : each));
    if (type !== 'script' && type !== 'global') return { properties: declared };
    const known = new Set(declared.map(({ name }) => name));
    const globals = await library.variables.globals();
    return { properties: [...declared, ...globals.filter(({ name }) => !known.has(name))] };
  } catch (error) {
    if (error instanceof InspectorError) return { properties: [], gone: true };
    throw error;
  }
}

function unset({ name }: Property): Property {
  return { name, text: '', type: 'undefined', state: 'unset' };
}

/** A stretch is called by what it holds, and opens like a value. */
function withoutText({ name, handle }: Property): Property {
  return { name, text: '', type: 'stretch', ...(handle !== undefined && { handle }) };
}

/** Lists what objects consist of, and notes what of it is only looked through. */
class Look {
  readonly #inspector: Inspector;
  readonly #passing: string[];

  constructor(inspector: Inspector, passing: string[]) {
    this.#inspector = inspector;
    this.#passing = passing;
  }

  /** A piece of a map or a set: its entries are numbered as in the whole. */
  async part(found: Property[]): Promise<Property[]> {
    const start = Number(found.find(({ name }) => name === 'start')?.text ?? 0);
    const part = found.find(({ name }) => name === 'part')?.handle;
    if (part === undefined) return [];
    this.#passing.push(part);
    const entries = await this.properties(part);
    return entries.map((entry, index) => ({ ...entry, name: String(start + index) }));
  }

  async properties(objectId: string): Promise<Property[]> {
    const answer = await this.#inspector.request('Runtime.getProperties', {
      objectId,
      ownProperties: true,
      generatePreview: true,
    });
    const { result, internalProperties = [], privateProperties = [] } = propertyList.parse(answer);
    const own = result
      .filter(({ enumerable, name }) => enumerable || name === 'message' || name === 'cause')
      .slice(0, most)
      .map(({ name, value }) => namedValue(name, value));
    const inner = internalProperties
      .filter(({ name }) => name === '[[PromiseState]]' || name === '[[PromiseResult]]')
      .map(({ name, value }) => namedValue(name, value));
    const hidden = privateProperties.map(({ name, value }) => namedValue(name, value));
    return [...(await this.#entries(internalProperties)), ...own, ...inner, ...hidden];
  }

  /** The entries of a map or a set, of which V8 makes a list for whoever asks. */
  async #entries(inner: { name: string; value?: RemoteObject | undefined }[]): Promise<Property[]> {
    const list = inner.find(({ name }) => name === '[[Entries]]')?.value?.objectId;
    if (list === undefined) return [];
    this.#passing.push(list);
    return await this.properties(list);
  }
}
