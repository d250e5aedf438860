import {
  type ClientMessage,
  type ServerMessage,
  serverMessage,
} from '../../sandbox-server/protocol/browser.ts';

/** What the page needs of a `WebSocket`. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>;

/** How the page stands with the server. */
export type ConnectionState = 'connecting' | 'open' | 'offline';

/** The world around a connection: how to dial, how to wait, and chance. */
export type ConnectionWorld = {
  /** Opens a socket, after whatever must come before it; fails when the server cannot be reached. */
  dial: () => Promise<Socket>;
  /** Calls back after so many milliseconds; the answer takes it back. */
  after: (milliseconds: number, call: () => void) => () => void;
  random: () => number;
};

/** What a connection tells its owner. */
export type ConnectionEvents = {
  changed: (state: ConnectionState) => void;
  received: (message: ServerMessage) => void;
  /** The server sent what this page cannot read: an older page with a newer server, most likely. */
  unreadable: (cause: unknown) => void;
};

const shortestWait = 250;
const longestWait = 10_000;

/** One WebSocket to the server that comes back by itself, each time after a longer wait, with chance in it. */
export class Connection {
  readonly #world: ConnectionWorld;
  readonly #events: ConnectionEvents;
  #socket: Socket | undefined;
  #failures = 0;
  #state: ConnectionState = 'connecting';
  #cancelWait: (() => void) | undefined;
  #dialing = false;
  #closed = false;

  constructor(world: ConnectionWorld, events: ConnectionEvents) {
    this.#world = world;
    this.#events = events;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Dials now: at the start, or when waiting longer makes no sense (the browser is on line again). */
  dial(): void {
    if (this.#closed || this.#dialing || this.#socket !== undefined) return;
    this.#cancelWait?.();
    this.#dialing = true;
    this.#world.dial().then(
      (socket) => this.#listen(socket),
      () => this.#lost(),
    );
  }

  /** Sends a message; false when there is no connection to send it over. */
  send(message: ClientMessage): boolean {
    if (this.#state !== 'open' || this.#socket === undefined) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#cancelWait?.();
    this.#socket?.close();
  }

  #listen(socket: Socket): void {
    if (this.#closed) {
      socket.close();
      return;
    }
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#dialing = false;
      this.#failures = 0;
      this.#change('open');
    });
    socket.addEventListener('message', ({ data }) => this.#receive(data));
    socket.addEventListener('close', () => this.#lost());
  }

  #receive(data: unknown): void {
    let message: ServerMessage;
    try {
      message = serverMessage.parse(JSON.parse(String(data)));
    } catch (cause) {
      this.#events.unreadable(cause);
      return;
    }
    this.#events.received(message);
  }

  #lost(): void {
    this.#socket = undefined;
    this.#dialing = false;
    this.#failures += 1;
    if (this.#closed) return;
    this.#change('offline');
    const longest = Math.min(longestWait, shortestWait * 2 ** (this.#failures - 1));
    this.#cancelWait = this.#world.after(longest * (0.5 + this.#world.random() / 2), () => this.dial());
  }

  #change(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.changed(state);
  }
}
