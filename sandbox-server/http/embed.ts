import type { IncomingMessage } from 'node:http';
import { type RequestHandler, Router } from 'express';
import rateLimit, { ipKeyGenerator } from 'express-rate-limit';
import type { EmbeddedLearners } from '../learners/embedded-learners.ts';
import type { Learner, Learners } from '../learners/learners.ts';
import type { ClientMessage } from '../protocol/browser.ts';
import { isOurOrigin } from './doors.ts';
import type { EmbedPasses } from './embed-passes.ts';
import { openPage, type SocketParts } from './socket.ts';
import type { UpgradeDoor } from './upgrades.ts';

/** Readers of one site who may begin in a minute. */
const NEW_READERS_A_MINUTE = 60;
/** Tabs that one reader may have open. */
const MOST_PAGES = 12;

/** What cells in other sites' pages need of the server. */
export interface EmbedParts {
  /** The sites whose pages may have cells. */
  origins: readonly string[];
  learners: Learners;
  embedded: EmbeddedLearners;
  passes: EmbedPasses;
}

/** The origin of a request from a page that may have cells: our own, or one of the allowed sites. */
function welcomeOrigin(
  origins: readonly string[],
  { headers: { origin, host } }: IncomingMessage,
): string | undefined {
  if (origin === undefined) return undefined;
  return origins.includes(origin) || isOurOrigin(origin, host) ? origin : undefined;
}

/** Lets the pages of the allowed sites, and no others, read what follows. No cookie goes with it. */
export function readableFrom(origins: readonly string[]): RequestHandler {
  return function readable(request, response, next) {
    response.vary('origin');
    const origin = welcomeOrigin(origins, request);
    if (origin !== undefined) response.setHeader('access-control-allow-origin', origin);
    next();
  };
}

/** Turns away pages of sites that are not allowed, and whoever does not say where they come from. */
function welcomeOnly(origins: readonly string[]): RequestHandler {
  return function welcome(request, response, next) {
    if (welcomeOrigin(origins, request) !== undefined) return next();
    const message =
      'Pages of that site may not run cells here: WORKBOOK_ALLOWED_ORIGINS names those that may.';
    response.status(403).json({ error: { message } });
  };
}

const limitReaders = (): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: NEW_READERS_A_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: ({ ip = '0.0.0.0', headers }) => `${headers.origin} ${ipKeyGenerator(ip)}`,
    message: { error: { message: 'Too many new readers at once. Wait a minute and try again.' } },
  });

/**
 * `POST /api/embed-sessions`: a page of an allowed site gets a pass for a reader of its own. No cookie is read
 * or set, so a reader who is also a learner of the course is somebody else here.
 */
export function embedRoutes({ origins, embedded, passes }: EmbedParts): Router {
  const guards = [readableFrom(origins), welcomeOnly(origins), limitReaders()];
  return Router().post('/', ...guards, async (request, response) => {
    const origin = welcomeOrigin(origins, request) ?? '';
    const { learner, expires } = await embedded.begin(origin);
    response.json({ pass: passes.issue({ learner: learner.id, origin, expires }), expires });
  });
}

/** What a reader in another site's page may ask: cells run and are read; there are no terminals and no lessons of the book. */
const allowed: ReadonlySet<ClientMessage['type']> = new Set([
  'open',
  'run',
  'interrupt',
  'cancel',
  'extend',
  'restart',
  'edit',
  'unfold',
  'read-table',
  'read-value',
  'reply',
  'choose',
]);

/** The wire is the reader's own: their page's calls to their own cloud. There is no debugger, and so no pause that nobody could end. */
const mayAsk = (message: ClientMessage): boolean =>
  message.type === 'watch-wire' ||
  (allowed.has(message.type) &&
    !('breakpoints' in message) &&
    'lesson' in message &&
    message.lesson.startsWith('embed/'));

/** The pass stands beside the name of our protocol: a browser's page can set no other header of a WebSocket. */
function passOf({ headers }: IncomingMessage): string {
  return headers['sec-websocket-protocol']?.split(',')[1]?.trim() ?? '';
}

/** `/embed/ws`: the socket of a page of another site, for who shows a pass that this site was given. */
export function embedDoor({ origins, learners, passes }: EmbedParts, page: SocketParts): UpgradeDoor {
  return {
    path: '/embed/ws',
    most: MOST_PAGES,
    isWelcome: (request) => welcomeOrigin(origins, request) !== undefined,
    learnerOf(request): Learner | undefined {
      const pass = passes.read(passOf(request), request.headers.origin ?? '');
      return pass && learners.find(pass.learner);
    },
    open: (socket, learner) => openPage(socket, learner, page, mayAsk),
  };
}
