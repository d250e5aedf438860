import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { createApp, upgradeDoors } from '../app.ts';
import type { Config } from '../config.ts';
import { type DataFolder, openDataFolder } from '../data-folder.ts';
import type { CloudDoor } from '../http/cloud.ts';
import { isLoopback } from '../http/doors.ts';
import { keepWaiting } from '../http/early.ts';
import type { EmbedParts } from '../http/embed.ts';
import { createEmbedPasses } from '../http/embed-passes.ts';
import { webErrorAnswer } from '../http/errors.ts';
import { createLearnerCalls } from '../http/learner-calls.ts';
import { readLearnerCookie } from '../http/learner-cookie.ts';
import { overview } from '../http/overview.ts';
import type { SessionParts } from '../http/sessions.ts';
import type { SocketParts } from '../http/socket.ts';
import type { TypingParts } from '../http/terminals.ts';
import { attachUpgrades, type OpenSockets } from '../http/upgrades.ts';
import { createEmbeddedLearners } from '../learners/embedded-learners.ts';
import { createLearners, type Learner, type Learners } from '../learners/learners.ts';
import { Wire } from '../wire/wire.ts';
import { openCellDoor } from './cell-door.ts';
import type { CloudSide } from './cloud-side.ts';
import { type DockerSide, openDockerSide } from './docker-side.ts';
import { learnerWork } from './learner-work.ts';
import { type Lessons, openLessons } from './lessons.ts';
import { openPocketSide } from './pocket-side.ts';
import { openRealSide } from './real-side.ts';

const root = join(import.meta.dirname, '..', '..');

/** The workbook, listening. */
export interface Workbook {
  /** Where it can be opened: `http://127.0.0.1:4321/`. */
  url: string;
  /** Ends in good order: runs end, machines are switched off, everything is on disk. */
  close(): Promise<void>;
}

/** The address is taken, or is not ours to listen on; the message says what to do. */
export class ListenError extends Error {
  override name = 'ListenError';
}

function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

function version(): string {
  const file = readFileSync(join(root, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(file)).version;
}

async function listen(server: Server, { port, host }: Config): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new ListenError(
        `Port ${port} is taken: perhaps the course runs already at http://${host}:${port}/. Open that, stop it, or choose another port: PORT=${port + 1} npm start`,
        { cause },
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ListenError(
        `Nothing can listen on ${host}, port ${port} (${code}). Set HOST and PORT to others.`,
        {
          cause,
        },
      );
    }
    throw cause;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new ListenError('The server has no port.');
  return address.port;
}

/** Listens; the data folder is free again when that fails. */
async function listenOrClose(server: Server, config: Config, folder: DataFolder): Promise<number> {
  try {
    return await listen(server, config);
  } catch (error) {
    folder.database.close();
    throw error;
  }
}

/** What there is once the cloud is open. */
interface Opened {
  side: CloudSide;
  /** The cloud's door, with the wire before it. */
  door: CloudDoor;
  learners: Learners;
  wire: Wire;
}

/** A cloud needs learners to let in, and learners need a cloud to live in: each is handed to the other. */
async function openCloud(config: Config, folder: DataFolder): Promise<Opened> {
  let known: Learners | undefined;
  const wire = new Wire({
    database: folder.database,
    ownerOf: async (token) => known?.named((await side.userOf(token)) ?? '')?.id,
    // The clock on the wall, with the parts of a millisecond.
    now: () => performance.timeOrigin + performance.now(),
    report,
  });
  const side =
    config.cloud === 'pocket'
      ? await openPocketSide({
          folder,
          adminPassword: folder.secret('admin', config.adminPassword),
          observe: (service, request, answer) => wire.nest(service, request, answer),
          reach: (request) => door.fetch(request),
          report,
        })
      : await openRealSide({
          name: config.cloud,
          verify: (username, password) => known?.verify(username, password) ?? false,
        });
  known = createLearners(folder.database, side.accounts, config.learners);
  const fault = webErrorAnswer(report);
  const answer = (request: Request): Promise<Response> => side.door.fetch(request).catch(fault);
  const door: CloudDoor = { fetch: (request) => wire.carry(request, answer) };
  return { side, door, learners: known, wire };
}

/** What a cell may type, and as whom. */
function typingParts({ side, learners }: Opened): TypingParts {
  return {
    learnerWith: (username, password) =>
      learners.verify(username, password) ? learners.named(username) : undefined,
    terminals: side.terminals,
  };
}

/** What a browser may ask about its learner, answered by this cloud. */
function sessionParts(
  { side, learners, wire }: Opened,
  {
    folder,
    lessons,
    sockets,
    docker,
  }: { folder: DataFolder; lessons: Lessons; sockets: OpenSockets; docker: DockerSide },
): SessionParts {
  const calls = createLearnerCalls(side.door);
  const { database } = folder;
  const view: SessionParts['overview'] = (learner, origin) => overview(calls, learner, origin);
  return {
    learners,
    cookieKey: folder.secret('cookie'),
    isFull: lessons.isFull,
    originOf: (request) => `${request.protocol}://${request.headers.host}`,
    overview: view,
    work: learnerWork({ database, learners, lessons, wire, side, docker, sockets, overview: view }),
    trace: side.trace,
    async resetCloud(learner) {
      await side.reset(learner);
      await docker.reset(learner);
    },
    docker: docker.access,
    call: (learner, id) => wire.find(learner.id, id),
  };
}

/** What cells in other sites' pages need: readers of their own, with passes for these sites alone. */
function embedParts(
  { learners }: Opened,
  {
    config,
    folder,
    remove,
  }: { config: Config; folder: DataFolder; remove: (learner: Learner) => Promise<void> },
): EmbedParts {
  const { database } = folder;
  return {
    origins: config.allowedOrigins,
    learners,
    embedded: createEmbeddedLearners({ database, learners, remove, now: Date.now }),
    passes: createEmbedPasses(folder.secret('embed')),
  };
}

/**
 * Builds everything that the settings ask for, and listens.
 * @throws ListenError, DataFolderError, CloudsFileError, RealCloudError, EngineError: all with a next step
 */
export async function openWorkbook(config: Config): Promise<Workbook> {
  const folder = openDataFolder(config.data);
  const server = createServer();
  const letIn = keepWaiting(server);
  const port = await listenOrClose(server, config, folder);
  const opened = await openCloud(config, folder);
  const { side, door, learners, wire } = opened;
  const cookieKey = folder.secret('cookie');
  const docker = await openDockerSide({ config, folder, learners, report });
  const cellDoor = await openCellDoor({
    cloud: door,
    docker: docker.routes,
    network: side.network,
    typing: typingParts(opened),
    report,
  });
  const lessons = await openLessons({ config, folder, learners, reach: cellDoor.address, docker, report });
  const learnerOf = (request: IncomingMessage): Learner | undefined =>
    learners.find(readLearnerCookie(request.headers.cookie, cookieKey) ?? '');

  const page: SocketParts = {
    engine: lessons.engine,
    cloud: side.name,
    lesson: lessons.open,
    watchFractals: side.watchFractals,
    watchWire: (learner, read) => wire.watch(learner.id, read),
    terminals: side.terminals,
    report,
  };
  const embed = embedParts(opened, {
    config,
    folder,
    remove: (learner) => sessions.work.remove(learner),
  });
  const doors = upgradeDoors({ page, embed });
  const sockets = attachUpgrades(server, { host: config.host, learnerOf, docker: docker.routes }, doors);
  const sessions = sessionParts(opened, { folder, lessons, sockets, docker });
  const app = createApp({
    host: config.host,
    health: {
      status: 'ok',
      version: version(),
      engine: lessons.engine,
      cloud: side.name,
      docker: docker.name,
    },
    cloud: door,
    docker: docker.routes,
    network: side.network,
    site: join(root, 'dist'),
    report,
    sessions,
    embed,
  });
  letIn(app);

  return {
    url: `http://${isLoopback(config.host) ? '127.0.0.1' : config.host}:${port}/`,
    async close() {
      sockets.close();
      server.close();
      await lessons.close();
      cellDoor.close();
      server.closeAllConnections();
      await docker.close();
      await side.close();
      wire.close();
      folder.database.close();
    },
  };
}
