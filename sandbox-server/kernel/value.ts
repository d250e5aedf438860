import type { Property, Value } from '../protocol/events.ts';
import type { ObjectPreview, PreviewProperty, RemoteObject } from './messages.ts';

/** The most characters that a single value is shown with. */
const longest = 100_000;
/** The same of a property among others. */
const longestProperty = 10_000;

/** A value as its reader sees it. Strings stand in quotes, so that '5' is not 5. */
export function toValue(remote: RemoteObject): Value {
  const text = shorten(valueText(remote));
  const { objectId: handle, preview } = remote;
  const type = remote.subtype ?? remote.type;
  if (handle === undefined || (remote.type === 'function' && !isClass(remote))) return { type, text };
  const properties = preview?.properties.map(toProperty);
  return {
    type,
    text,
    handle,
    ...(properties && { properties }),
    ...(preview?.overflow && { more: true }),
  };
}

function isClass({ description = '' }: RemoteObject): boolean {
  return /^class\b/.test(description);
}

/** A primitive value as `console.log` prints it; undefined for an object. */
export function printed(remote: RemoteObject): string | undefined {
  if (typeof remote.value === 'string') return remote.value;
  if (remote.subtype === 'error') return remote.description ?? '';
  const primitive = remote.objectId === undefined || remote.type === 'symbol';
  return primitive ? valueText(remote) : undefined;
}

function toProperty(property: PreviewProperty): Property {
  return { name: property.name, text: propertyText(property), type: property.subtype ?? property.type };
}

/** A name and its value; without one there is a getter, which is not run. */
export function namedValue(name: string, remote: RemoteObject | undefined): Property {
  if (remote === undefined) return { name, text: '', type: 'accessor', state: 'getter' };
  const { type, handle } = toValue(remote);
  const text = valueText(remote).slice(0, longestProperty);
  return { name, text, type, ...(handle !== undefined && { handle }) };
}

/** One line for any value. */
export function valueText(remote: RemoteObject): string {
  if (remote.unserializableValue !== undefined) return remote.unserializableValue;
  if (typeof remote.value === 'string') return JSON.stringify(remote.value);
  if (remote.type === 'undefined') return 'undefined';
  if (remote.subtype === 'null') return 'null';
  if (remote.type === 'function') return functionText(remote.description ?? '');
  if (remote.preview && remote.subtype !== 'error') return previewText(remote.preview);
  return remote.description ?? String(remote.value);
}

function functionText(source: string): string {
  const head = source.split('\n', 1)[0] ?? '';
  const shown = head.length > 80 ? `${head.slice(0, 80)}…` : head;
  return source.includes('\n') ? `${shown.replace(/\s*\{?\s*$/, '')} {…}` : shown;
}

/** Values whose description says everything already. */
const spoken = new Set(['date', 'regexp', 'node', 'proxy', 'weakmap', 'weakset', 'internal#entry']);

function previewText(preview: ObjectPreview): string {
  const name = preview.description ?? 'Object';
  if (preview.subtype === 'error') return firstLine(name);
  if (preview.subtype !== undefined && spoken.has(preview.subtype)) return name;
  const rest = preview.overflow ? ['…'] : [];
  if (preview.entries) {
    const entries = preview.entries.map(({ key, value }) =>
      key ? `${previewText(key)} → ${previewText(value)}` : previewText(value),
    );
    return `${name} ${braces([...entries, ...rest])}`;
  }
  if (preview.subtype === 'array' || preview.subtype === 'typedarray') {
    const items = preview.properties.map((property) =>
      /^\d+$/.test(property.name) ? propertyText(property) : `${property.name}: ${propertyText(property)}`,
    );
    return `${preview.subtype === 'array' ? '' : `${name} `}[${[...items, ...rest].join(', ')}]`;
  }
  if (preview.type !== 'object') return preview.type === 'string' ? JSON.stringify(name) : name;
  // It stands for a large one (`library/large.ts`).
  if (preview.properties.length === 0 && /^\w+\(\d+\)$/.test(name)) return `${name} {…}`;
  const pairs = preview.properties.map((property) => `${property.name}: ${propertyText(property)}`);
  return `${name === 'Object' ? '' : `${name} `}${braces([...pairs, ...rest])}`;
}

function propertyText({ type, value, valuePreview, subtype }: PreviewProperty): string {
  if (type === 'string') return JSON.stringify(value ?? '');
  if (type === 'function') return 'ƒ';
  if (type === 'accessor') return '(getter)';
  if (subtype === 'error') return firstLine(value ?? 'Error');
  if (valuePreview) return previewText(valuePreview);
  return value === 'Object' ? '{…}' : (value ?? type);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function braces(parts: string[]): string {
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
