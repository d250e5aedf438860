import { Router } from 'express';

/** What `GET /healthz` says. */
export interface Health {
  status: 'ok';
  version: string;
  engine: string;
  cloud: string;
  docker: string;
}

/** `GET /healthz`: open to all, holds nothing about anybody. */
export function healthRoutes(health: Health): Router {
  return Router().get('/healthz', (_request, response) => {
    response.json(health);
  });
}
