import type { ClientMessage, ServerMessage } from '../../../sandbox-server/protocol/browser.ts';
import { clientMessage } from '../../../sandbox-server/protocol/browser.ts';
import type { LogEntry, RunEvent } from '../../../sandbox-server/protocol/events.ts';
import type { Socket } from '../../../src/sandbox/connection.ts';
import type { ClientWorld } from '../../../src/sandbox/sandbox-client.ts';

/** A socket whose other end is the test. */
export class FakeSocket extends EventTarget {
  readonly sent: ClientMessage[] = [];

  send(text: string): void {
    this.sent.push(clientMessage.parse(JSON.parse(text)));
  }

  close(): void {
    this.dispatchEvent(new Event('close'));
  }

  open(): void {
    this.dispatchEvent(new Event('open'));
  }

  say(message: ServerMessage): void {
    this.hear(JSON.stringify(message));
  }

  hear(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

/** A world in which time passes when the test says so. */
export class FakeWorld implements ClientWorld {
  readonly sockets: FakeSocket[] = [];
  readonly waits: { milliseconds: number; call: () => void }[] = [];
  readonly kept = new Map<string, string>();
  unreachable = false;
  #runs = 0;

  readonly storage = {
    getItem: (key: string): string | null => this.kept.get(key) ?? null,
    setItem: (key: string, text: string): void => void this.kept.set(key, text),
    removeItem: (key: string): void => void this.kept.delete(key),
  };

  dial = async (): Promise<Socket> => {
    if (this.unreachable) throw new Error('nobody there');
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };

  after = (milliseconds: number, call: () => void): (() => void) => {
    const wait = { milliseconds, call };
    this.waits.push(wait);
    return () => {
      const at = this.waits.indexOf(wait);
      if (at !== -1) this.waits.splice(at, 1);
    };
  };

  random = (): number => 0;

  readonly words = { noRun: 'no run', none: 'no line', broke: 'broken', unheard: 'unheard', newer: 'newer' };

  newRun = (): string => {
    this.#runs += 1;
    return `00000000-0000-4000-8000-${String(this.#runs).padStart(12, '0')}`;
  };

  /** Lets every wait that is due now end. */
  passTime(): void {
    for (const { call } of this.waits.splice(0)) call();
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('Nothing was dialled.');
    return socket;
  }
}

/** Lets what was promised happen. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

export const entry = (seq: number, event: RunEvent): LogEntry => ({
  seq,
  time: '2026-01-01T00:00:00.000Z',
  event,
});
