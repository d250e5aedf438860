import type { Display } from '../protocol/events.ts';
import type { ConsoleCall, RemoteObject } from './messages.ts';
import { printed, toValue, valueText } from './value.ts';

/** What a console call puts out: text where text says it all, else something to unfold. */
export type Printed =
  | { kind: 'text'; stream: 'stdout' | 'stderr'; text: string }
  | { kind: 'display'; display: Display };

const complaints = new Set(['error', 'warning', 'assert', 'trace']);
/** Marks of the inspector that print nothing. */
const silent = new Set(['startGroup', 'startGroupCollapsed', 'endGroup', 'clear', 'profile', 'profileEnd']);

/** Reads one `Runtime.consoleAPICalled`; undefined when it prints nothing. */
export function readConsoleCall({ type, args }: ConsoleCall): Printed | undefined {
  if (silent.has(type)) return undefined;
  const stream = complaints.has(type) ? 'stderr' : 'stdout';
  const shown = format(args);
  if (type === 'assert') shown.unshift({ type: 'string', value: 'Assertion failed:' });
  const texts = shown.map(printed);
  if (texts.every((text) => text !== undefined))
    return { kind: 'text', stream, text: `${texts.join(' ')}\n` };
  const values = shown.map((remote) =>
    typeof remote.value === 'string' ? { type: 'string', text: remote.value } : toValue(remote),
  );
  return { kind: 'display', display: { kind: 'values', stream, values } };
}

/** Puts the arguments into the first one's `%s`, `%d` and so on (https://console.spec.whatwg.org/#formatter). */
function format(args: RemoteObject[]): RemoteObject[] {
  const [first, ...rest] = args;
  if (rest.length === 0 || typeof first?.value !== 'string' || !first.value.includes('%')) return args;
  const value = first.value.replace(/%([sdifoOjc%])/g, (placeholder, letter: string) => {
    if (letter === '%') return '%';
    const next = rest.shift();
    if (next === undefined) return placeholder;
    if (letter === 'c') return '';
    const text = printed(next) ?? valueText(next);
    if (letter === 'd' || letter === 'i') return String(Math.trunc(Number(text)));
    return letter === 'f' ? String(Number.parseFloat(text)) : text;
  });
  return [{ type: 'string', value }, ...rest];
}
