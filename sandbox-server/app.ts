import express, { type Express } from 'express';
import { type CloudDoor, cloudRoutes } from './http/cloud.ts';
import type { DockerRoutes } from './http/docker.ts';
import { ourHostOnly, ourOriginOnly } from './http/doors.ts';
import { type EmbedParts, embedDoor, embedRoutes, readableFrom } from './http/embed.ts';
import { errorAnswers, unknownRoute, webErrorAnswer } from './http/errors.ts';
import { type Health, healthRoutes } from './http/health.ts';
import { type OutsideNetwork, proxyRoutes } from './http/proxy.ts';
import { type SessionParts, sessionRoutes } from './http/sessions.ts';
import { siteRoutes } from './http/site.ts';
import { pageDoor, type SocketParts } from './http/socket.ts';
import { type TypingParts, typingRoutes } from './http/terminals.ts';
import type { UpgradeDoor } from './http/upgrades.ts';

/** What cells reach, as everybody else does: a cloud, and the network behind it. */
export interface CellAppParts {
  cloud: CloudDoor;
  network: OutsideNetwork;
  docker: DockerRoutes;
  report(error: unknown): void;
}

/** What only cells reach. */
export interface CellDoorParts extends CellAppParts {
  typing: TypingParts;
}

/** Everything that the application is made of; `main.ts` builds the real ones. */
export interface AppParts extends CellAppParts {
  /** The address that the server listens on: it decides which host names are ours. */
  host: string;
  health: Health;
  sessions: SessionParts;
  embed: EmbedParts;
  /** The folder of the built book. */
  site: string;
}

/** The Express application; it does not listen. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(healthRoutes(parts.health));
  app.use(ourHostOnly(parts.host));
  app.use(cloudRoutes(parts.cloud, webErrorAnswer(parts.report)));
  app.use(proxyRoutes(parts.network, webErrorAnswer(parts.report)));
  app.use(parts.docker.handler);
  app.use('/api/sessions', ourOriginOnly, sessionRoutes(parts.sessions));
  app.use('/api/embed-sessions', embedRoutes(parts.embed));
  app.use('/api', unknownRoute);
  app.use('/embed', readableFrom(parts.embed.origins));
  app.use(siteRoutes(parts.site, parts.embed.origins));
  app.use(errorAnswers(parts.report));
  return app;
}

/**
 * All that kernels may connect to, on a port of its own: OpenStack's APIs and the virtual network. A cell
 * that tries the doors of the pages, to make itself learners for instance, finds none of them here.
 */
export function createCellApp(parts: CellDoorParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(ourHostOnly('127.0.0.1'));
  app.use(cloudRoutes(parts.cloud, webErrorAnswer(parts.report)));
  app.use(proxyRoutes(parts.network, webErrorAnswer(parts.report)));
  app.use(parts.docker.handler);
  app.use(typingRoutes(parts.typing));
  app.use(unknownRoute);
  app.use(errorAnswers(parts.report));
  return app;
}

/** Every door that a WebSocket opens, by its path. */
export function upgradeDoors(parts: { page: SocketParts; embed: EmbedParts }): readonly UpgradeDoor[] {
  return [pageDoor(parts.page), embedDoor(parts.embed, parts.page)];
}
