/** Who passes a door: a learner only, from our own pages; or anybody who names us rightly, for a reason. */
export type Door =
  | { for: 'learner'; asked?: string }
  | { for: 'site'; why: string }
  | { for: 'all'; why: string; anyHost?: true };

const learner: Door = { for: 'learner' };

/** Every door of the application. One that is not here fails the test: say who may pass. */
export const doors: Record<string, Door> = {
  'GET /healthz': {
    for: 'all',
    why: 'a watcher asks it by whatever name; it holds nothing of anybody',
    anyHost: true,
  },
  'ALL /cloud/ by cloudDoor': { for: 'all', why: 'each call proves itself by its token, as at any cloud' },
  'ALL /at/ by networkDoor': {
    for: 'all',
    why: 'as public as floating IPs are; security groups guard what is behind',
  },
  'ALL /docker/ by dockerDoor': {
    for: 'all',
    why: 'each call proves itself by the secret in its path; docker.test.ts',
  },
  'POST /api/sessions/': { for: 'all', why: 'here a browser becomes a learner; our own pages only' },
  'GET /api/sessions/current': learner,
  'GET /api/sessions/current/openrc': learner,
  'GET /api/sessions/current/clouds.yaml': learner,
  'GET /api/sessions/current/docker.env': learner,
  'GET /api/sessions/current/docker': learner,
  'GET /api/sessions/current/cloud': learner,
  'GET /api/sessions/current/trace': {
    for: 'learner',
    asked: '/api/sessions/current/trace?address=203.0.113.7',
  },
  'GET /api/sessions/current/wire/:id': { for: 'learner', asked: '/api/sessions/current/wire/1' },
  'POST /api/sessions/current/cloud/reset': learner,
  'GET /api/sessions/current/work': learner,
  'GET /api/sessions/current/work/export': learner,
  'DELETE /api/sessions/current/work/:chapter/:lesson': {
    for: 'learner',
    asked: '/api/sessions/current/work/openstack/deploy-faafo',
  },
  'DELETE /api/sessions/current/': learner,
  'POST /api/embed-sessions/': { for: 'site', why: 'pages of allowed sites get readers; see embed.test.ts' },
  'ALL /_astro by serveStatic': { for: 'all', why: 'the book is for everybody' },
  'ALL / by serveStatic': { for: 'all', why: 'the book is for everybody' },
};

/** What stands before doors or after them, and lets nobody in. */
export const guards = [
  'ALL / by ourHost',
  'ALL /api/sessions by ourOriginOnly',
  'ALL /api by unknownRoute',
  'ALL /embed by readable',
  'ALL / by unknownRoute',
  'ALL / by headers',
  'ALL / by noSuchPage',
  'ALL / by errorAnswer',
];
