import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Learner } from '../learners/learners.ts';
import type { DockerRoutes } from './docker.ts';
import { isOurHost, isOurOrigin } from './doors.ts';

/** A door that a WebSocket opens. Whoever comes to it is a learner of ours, from a page of ours unless the door says otherwise. */
export interface UpgradeDoor {
  /** The path that leads to it, without a query. */
  readonly path: string;
  /** Sockets that one learner may have open here at once. */
  readonly most: number;
  /** Whether the page that asks may; left out, it must be one of ours. */
  isWelcome?(request: IncomingMessage): boolean;
  /** Who asks; left out, the learner whom the cookie proves. */
  learnerOf?(request: IncomingMessage): Learner | undefined;
  open(socket: WebSocket, learner: Learner, request: IncomingMessage): void;
}

/** Who may pass. */
export interface UpgradeGuard {
  /** The address that the server listens on: it decides which host names are ours. */
  host: string;
  /** The learner whom a request's cookie proves. */
  learnerOf(request: IncomingMessage): Learner | undefined;
  /** The door of lines that are no WebSockets, which looks itself who comes. */
  docker?: DockerRoutes;
}

/** The sockets that are open. */
export interface OpenSockets {
  close(): void;
  /** Cuts off all sockets of one learner, at once: what they still send is not heard. */
  closeOf(learner: Learner): void;
}

/** The largest message that a page sends, in bytes. */
const LARGEST_MESSAGE = 1 << 20;

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Counts the open sockets of each learner at one door. */
class Visitors {
  readonly #open = new Map<string, number>();

  of(learner: Learner): number {
    return this.#open.get(learner.id) ?? 0;
  }

  count(learner: Learner, change: 1 | -1): void {
    const open = this.of(learner) + change;
    if (open > 0) this.#open.set(learner.id, open);
    else this.#open.delete(learner.id);
  }
}

/**
 * Lets WebSockets in by `doors`, and by nothing else: each needs our host, a welcome origin and a learner who
 * is proven, before the door hears of it. Returns how to close them.
 */
export function attachUpgrades(
  server: Server,
  guard: UpgradeGuard,
  doors: readonly UpgradeDoor[],
): OpenSockets {
  const owners = new Map<WebSocket, string>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    perMessageDeflate: false,
    // A flood of messages on one line leaves everyone else their turn between any two of them.
    allowSynchronousEvents: false,
  });
  const table = new Map(doors.map((door) => [door.path, { door, visitors: new Visitors() }]));
  server.on('upgrade', (request, socket, head) => {
    // A line that breaks during the handshake ends it; there is nobody left to tell.
    socket.on('error', () => socket.destroy());
    const { host, origin } = request.headers;
    if (guard.docker?.leadsHere(request.url) && isOurHost(guard.host, host))
      return guard.docker.upgrade(request, socket);
    const entry = table.get(request.url?.split('?')[0] ?? '');
    if (!entry) return refuse(socket, '404 Not Found');
    if (!isOurHost(guard.host, host)) return refuse(socket, '421 Misdirected Request');
    const { door, visitors } = entry;
    const welcome = door.isWelcome?.(request) ?? isOurOrigin(origin, host);
    if (!welcome) return refuse(socket, '403 Forbidden');
    const learner = (door.learnerOf ?? guard.learnerOf)(request);
    if (!learner) return refuse(socket, '401 Unauthorized');
    if (visitors.of(learner) >= door.most) return refuse(socket, '429 Too Many Requests');
    sockets.handleUpgrade(request, socket, head, (opened) => {
      visitors.count(learner, 1);
      owners.set(opened, learner.id);
      opened.once('close', () => {
        owners.delete(opened);
        visitors.count(learner, -1);
      });
      door.open(opened, learner, request);
    });
  });
  return {
    close() {
      for (const socket of sockets.clients) socket.close(1001, 'the server stops');
      sockets.close();
    },
    closeOf({ id }) {
      for (const [socket, owner] of owners) if (owner === id) socket.terminate();
    },
  };
}
