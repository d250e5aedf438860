import type { Property } from '../protocol/events.ts';
import { type Inspector, InspectorError } from './inspector.ts';
import { evaluation, propertyList, type RemoteObject } from './messages.ts';
import { toValue, valueText } from './value.ts';

/** What a value consists of; `gone` when the kernel no longer has it. */
export interface Unfolded {
  properties: Property[];
  gone?: boolean;
}

/** The most properties that are listed at once; a longer array is folded into stretches of so many. */
const most = 1000;

/** Runs inside the kernel: the object itself, or a long one's stretches. */
const inStretches = `function (most) {
  const long = (Array.isArray(this) || ArrayBuffer.isView(this)) && this.length > most;
  if (!long) return this;
  const size = most ** Math.ceil(Math.log(this.length) / Math.log(most) - 1);
  const stretches = {};
  for (let start = 0; start < this.length; start += size) {
    const end = Math.min(start + size, this.length);
    stretches[start + ' … ' + (end - 1)] = this.slice(start, end);
  }
  return stretches;
}`;

/** The properties of the object that V8 knows by `handle`. */
export async function unfold(inspector: Inspector, handle: string): Promise<Unfolded> {
  try {
    const found = await inspector.request('Runtime.callFunctionOn', {
      objectId: handle,
      functionDeclaration: inStretches,
      arguments: [{ value: most }],
    });
    const { objectId } = evaluation.parse(found).result;
    if (objectId === undefined) return { properties: [] };
    return { properties: await listProperties(inspector, objectId) };
  } catch (error) {
    if (error instanceof InspectorError) return { properties: [], gone: true };
    throw error;
  }
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
