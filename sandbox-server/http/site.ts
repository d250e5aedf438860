import { join } from 'node:path';
import express, { Router } from 'express';

const YEAR_MILLISECONDS = 365 * 24 * 60 * 60 * 1000;

/**
 * The book itself, as it was built into `folder`: open to all. Files whose names hold their own hash
 * are kept by browsers for good; pages are asked for again each time.
 */
export function siteRoutes(folder: string): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'same-origin');
    response.setHeader(
      'content-security-policy',
      "frame-ancestors 'self'; base-uri 'self'; object-src 'none'",
    );
    next();
  });
  router.use(
    '/_astro',
    express.static(join(folder, '_astro'), { immutable: true, maxAge: YEAR_MILLISECONDS }),
  );
  router.use(express.static(folder, { extensions: ['html'], maxAge: 0 }));
  router.use((_request, response) => {
    response.status(404).sendFile('404.html', { root: folder });
  });
  return router;
}
