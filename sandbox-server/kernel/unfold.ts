import type { Property } from '../protocol/events.ts';
import { type Inspector, InspectorError } from './inspector.ts';
import type { Library } from './library.ts';
import { propertyList, type RemoteObject } from './messages.ts';
import { toValue, valueText } from './value.ts';

/** What a value consists of; `gone` when the kernel no longer has it. */
export interface Unfolded {
  properties: Property[];
  gone?: boolean;
}

/** The most properties that are listed at once; what is longer is folded into stretches of so many. */
const most = 1000;

/** The properties of the object that V8 knows by `handle`. */
export async function unfold(inspector: Inspector, library: Library, handle: string): Promise<Unfolded> {
  try {
    const opened = await library.inside('inside', handle, most);
    if (opened.objectId === undefined) return { properties: [] };
    const found = await listProperties(inspector, opened.objectId);
    if (opened.className === 'WorkbookStretches') return { properties: found.map(withoutText) };
    if (opened.className === 'WorkbookPart') return { properties: await listPart(inspector, found) };
    if (opened.type !== 'function') return { properties: found };
    const members = await library.inside('membersOf', handle, most);
    const methods = members.objectId === undefined ? [] : await listProperties(inspector, members.objectId);
    return { properties: [...found, ...methods] };
  } catch (error) {
    if (error instanceof InspectorError) return { properties: [], gone: true };
    throw error;
  }
}

/** A stretch is called by what it holds, and opens like a value. */
function withoutText({ name, handle }: Property): Property {
  return { name, text: '', type: 'stretch', ...(handle !== undefined && { handle }) };
}

/** A piece of a map or a set: its entries are numbered as in the whole. */
async function listPart(inspector: Inspector, found: Property[]): Promise<Property[]> {
  const start = Number(found.find(({ name }) => name === 'start')?.text ?? 0);
  const part = found.find(({ name }) => name === 'part')?.handle;
  const entries = part === undefined ? [] : await listProperties(inspector, part);
  return entries.map((entry, index) => ({ ...entry, name: String(start + index) }));
}

async function listProperties(inspector: Inspector, objectId: string): Promise<Property[]> {
  const answer = await inspector.request('Runtime.getProperties', {
    objectId,
    ownProperties: true,
    generatePreview: true,
  });
  const { result, internalProperties = [], privateProperties = [] } = propertyList.parse(answer);
  const entries = internalProperties.find(({ name }) => name === '[[Entries]]')?.value?.objectId;
  const listed = entries === undefined ? [] : await listProperties(inspector, entries);
  const own = result
    .filter(({ enumerable, name }) => enumerable || name === 'message' || name === 'cause')
    .slice(0, most)
    .map(({ name, value }) => toProperty(name, value));
  const inner = internalProperties
    .filter(({ name }) => name === '[[PromiseState]]' || name === '[[PromiseResult]]')
    .map(({ name, value }) => toProperty(name, value));
  const hidden = privateProperties.map(({ name, value }) => toProperty(name, value));
  return [...listed, ...own, ...inner, ...hidden];
}

function toProperty(name: string, remote: RemoteObject | undefined): Property {
  if (remote === undefined) return { name, text: '(getter)', type: 'accessor' };
  const { type, handle } = toValue(remote);
  return { name, text: valueText(remote).slice(0, 10_000), type, ...(handle !== undefined && { handle }) };
}
