import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'express';
import type { Learner } from '../learners/learners.ts';
import { isOurHost } from './doors.ts';

/** Whatever answers Docker's Engine API for a learner. */
export interface DockerDoor {
  /** The learner who has that secret. */
  learnerWith(secret: string): Learner | undefined;
  /** Answers a request; `address` is its path and query after the secret. */
  answer(
    learner: Learner,
    address: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void>;
  /** Answers one that asks for an upgrade, on the line itself. */
  upgrade(learner: Learner, address: string, request: IncomingMessage, socket: Duplex): Promise<void>;
  /** Calls that one learner may have under way at once, and in how short a time so many. */
  limits: { calls: number; rate: number };
}

/** No secret is longer or shorter, and none holds anything else. */
const ADDRESS = /^\/docker\/([^/?]*)(\/[^#]*)?$/;
/** Wrong secrets from one address in a minute, before it is not listened to. */
const WRONG_A_MINUTE = 60;
const SECONDS = 10;

/** A window in which somebody may do something so many times. */
class Allowance {
  readonly #most: number;
  readonly #length: number;
  readonly #counts = new Map<string, { since: number; count: number }>();

  constructor(most: number, seconds: number) {
    this.#most = most;
    this.#length = seconds * 1000;
  }

  /** Whether there is any left. */
  has(who: string): boolean {
    const found = this.#counts.get(who);
    return !found || performance.now() - found.since > this.#length || found.count < this.#most;
  }

  take(who: string): void {
    const now = performance.now();
    const found = this.#counts.get(who);
    if (found && now - found.since <= this.#length) found.count += 1;
    else this.#counts.set(who, { since: now, count: 1 });
    if (this.#counts.size > 10_000) this.#counts.clear();
  }
}

/** Why a call goes no further; in the Engine API's own form. */
interface Refused {
  status: number;
  message: string;
}

const tooMany: Refused = { status: 429, message: 'Too many calls at once. Wait a moment and try again.' };
const unknown: Refused = {
  status: 403,
  message: 'This address of Docker is not known, or no longer: take it anew from the page of the course.',
};

/** A line that asks for an upgrade at a server that has no other doors for such. */
export function attachDocker(server: Server, host: string, docker: DockerRoutes): void {
  server.on('upgrade', (request, socket) => {
    if (isOurHost(host, request.headers.host) && docker.leadsHere(request.url))
      docker.upgrade(request, socket);
    else {
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
  });
}

/** The two ways through the door: for requests, and for lines that are taken over. */
export interface DockerRoutes {
  handler: RequestHandler;
  /** Whether an address leads here. */
  leadsHere(address: string | undefined): boolean;
  upgrade(request: IncomingMessage, socket: Duplex): void;
}

/**
 * `/docker/<secret>/…`: Docker's Engine API, for the learner who has the secret. It is in the path because the
 * `docker` command lets nothing else be said: `DOCKER_HOST=tcp://127.0.0.1:4321/docker/<secret>`.
 */
export function dockerRoutes(door: DockerDoor, report: (error: unknown) => void): DockerRoutes {
  const wrong = new Allowance(WRONG_A_MINUTE, 60);
  const calls = new Allowance(door.limits.rate * SECONDS, SECONDS);
  const underWay = new Map<string, number>();

  const letIn = (request: IncomingMessage): { learner: Learner; address: string } | Refused => {
    const [, secret = '', address = ''] = ADDRESS.exec(request.url ?? '') ?? [];
    const from = request.socket.remoteAddress ?? '';
    if (!wrong.has(from)) return tooMany;
    const learner = door.learnerWith(secret);
    if (!learner) {
      wrong.take(from);
      return unknown;
    }
    if (!calls.has(learner.id) || (underWay.get(learner.id) ?? 0) >= door.limits.calls) return tooMany;
    calls.take(learner.id);
    return { learner, address };
  };

  const count = ({ id }: Learner, change: 1 | -1): void => {
    const now = (underWay.get(id) ?? 0) + change;
    if (now > 0) underWay.set(id, now);
    else underWay.delete(id);
  };

  return {
    leadsHere: (address) => address?.startsWith('/docker/') ?? false,
    handler: async function dockerDoor(request, response, next) {
      if (!request.url.startsWith('/docker/')) return next();
      const found = letIn(request);
      if ('status' in found) {
        response.status(found.status).json({ message: found.message });
        return;
      }
      const { learner, address } = found;
      count(learner, 1);
      try {
        await door.answer(learner, address, request, response);
      } finally {
        count(learner, -1);
      }
    },
    upgrade(request, socket) {
      socket.on('error', () => socket.destroy());
      const found = letIn(request);
      if ('status' in found) {
        const body = JSON.stringify({ message: found.message });
        socket.end(
          `HTTP/1.1 ${found.status} Refused\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
        return;
      }
      const { learner, address } = found;
      count(learner, 1);
      socket.once('close', () => count(learner, -1));
      door.upgrade(learner, address, request, socket).catch((error: unknown) => {
        report(error);
        socket.destroy();
      });
    },
  };
}
