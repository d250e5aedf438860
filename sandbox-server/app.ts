import express, { type Express } from 'express';
import { type CloudDoor, cloudRoutes } from './http/cloud.ts';
import { ourHostOnly, ourOriginOnly } from './http/doors.ts';
import { errorAnswers, unknownRoute, webErrorAnswer } from './http/errors.ts';
import { type Health, healthRoutes } from './http/health.ts';
import { type OutsideNetwork, proxyRoutes } from './http/proxy.ts';
import { type SessionParts, sessionRoutes } from './http/sessions.ts';
import { siteRoutes } from './http/site.ts';

/** Everything that the application is made of; `main.ts` builds the real ones. */
export interface AppParts {
  /** The address that the server listens on: it decides which host names are ours. */
  host: string;
  health: Health;
  cloud: CloudDoor;
  network: OutsideNetwork;
  sessions: SessionParts;
  /** The folder of the built book. */
  site: string;
  report(error: unknown): void;
}

/** The Express application; it does not listen. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(healthRoutes(parts.health));
  app.use(ourHostOnly(parts.host));
  app.use(cloudRoutes(parts.cloud, webErrorAnswer(parts.report)));
  app.use(proxyRoutes(parts.network, webErrorAnswer(parts.report)));
  app.use('/api/sessions', ourOriginOnly, sessionRoutes(parts.sessions));
  app.use('/api', unknownRoute);
  app.use(siteRoutes(parts.site));
  app.use(errorAnswers(parts.report));
  return app;
}
