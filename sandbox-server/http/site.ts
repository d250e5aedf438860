import { join } from 'node:path';
import express, { type Response, Router } from 'express';
import { filePolicies } from './page-policy.ts';

const YEAR_MILLISECONDS = 365 * 24 * 60 * 60 * 1000;

/**
 * The book itself, as it was built into `folder`: open to all. Files whose names hold their own hash
 * are kept by browsers for good; pages are asked for again each time. Pages of `framers` may frame the page of one cell.
 */
export function siteRoutes(folder: string, framers: readonly string[]): Router {
  const router = Router();
  const policyOf = filePolicies(join(folder, 'embed', 'cell'), framers);
  const setHeaders = (response: Response, path: string): void => {
    response.setHeader('content-security-policy', policyOf(path));
  };
  router.use(function headers(_request, response, next) {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'same-origin');
    next();
  });
  router.use(
    '/_astro',
    express.static(join(folder, '_astro'), { immutable: true, maxAge: YEAR_MILLISECONDS, setHeaders }),
  );
  router.use(express.static(folder, { extensions: ['html'], maxAge: 0, setHeaders }));
  router.use(function noSuchPage(_request, response) {
    setHeaders(response, join(folder, '404.html'));
    response.status(404).sendFile('404.html', { root: folder });
  });
  return router;
}
