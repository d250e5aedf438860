import type { Tty } from '../../../machines/terminal/tty.ts';
import type { HijackedStream } from '../route.ts';
import type { Input } from './input.ts';
import { frame, type Output, type StreamName } from './output.ts';

/** What is attached to: the output of a process, and its input. */
export interface Attached {
  readonly output: Output;
  readonly input: Input | undefined;
  readonly tty: () => Tty | undefined;
  readonly isTty: boolean;
  readonly streams: ReadonlySet<StreamName>;
  /** The keys that leave without ending anything. */
  readonly detachKeys: string;
  /** Printed before, and shown first. */
  readonly before: readonly { readonly stream: StreamName; readonly text: string }[];
  /** Settles when there is nothing more to hear; by default when the process ends. */
  readonly until?: Promise<unknown>;
  /** The input of a process is closed when the client closes its own. */
  readonly closesInput: boolean;
  /** Called once the output is heard: what prints may begin. */
  begun?(): Promise<void>;
  detached?(): void;
}

/** Carries a process's output to a client, and the client's input to the process. */
export async function talk(attached: Attached, { readable, writable }: HijackedStream): Promise<void> {
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const left = Promise.withResolvers<void>();
  let last = Promise.resolve();
  const send = (stream: StreamName, text: string): void => {
    if (!attached.streams.has(stream)) return;
    last = writer
      .write(attached.isTty ? encoder.encode(text) : frame(stream, text))
      .catch(() => left.resolve());
  };
  const ended = attached.until ?? attached.output.ended;
  const stop = attached.output.listen(send);
  for (const { stream, text } of attached.before) send(stream, text);
  const reader = readable.getReader();
  void hear(attached, reader, left.resolve);
  try {
    await attached.begun?.();
    await Promise.race([ended, left.promise]);
    await last;
  } finally {
    stop();
    await writer.close().catch(() => undefined);
    await reader.cancel().catch(() => undefined);
  }
}

/** Reads what the client types until it closes its side, or types the keys that leave. */
async function hear(
  attached: Attached,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  leave: () => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let recent = '';
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const text = decoder.decode(piece.value, { stream: true });
      recent = (recent + text).slice(-attached.detachKeys.length);
      const tty = attached.tty();
      if (attached.isTty && attached.detachKeys !== '' && recent === attached.detachKeys) {
        attached.detached?.();
        leave();
        return;
      }
      if (tty) tty.feed(text);
      else attached.input?.feed(text);
    }
    if (attached.closesInput) attached.input?.close();
  } catch {
    // The client is gone without a word: for the process that is a closed input too.
    if (attached.closesInput) attached.input?.close();
    leave();
  }
}

/** `ctrl-p,ctrl-q` as the characters that are typed. */
export function detachKeysOf(text: string): string {
  return (text || 'ctrl-p,ctrl-q')
    .split(',')
    .map((key) => (key.startsWith('ctrl-') ? String.fromCharCode(key.charCodeAt(5) & 0x1f) : key))
    .join('');
}
