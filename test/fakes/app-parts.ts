import { DatabaseSync } from 'node:sqlite';
import type { Request } from 'express';
import type { AppParts } from '../../sandbox-server/app.ts';
import { dockerRoutes } from '../../sandbox-server/http/docker.ts';
import { createEmbedPasses } from '../../sandbox-server/http/embed-passes.ts';
import { createEmbeddedLearners } from '../../sandbox-server/learners/embedded-learners.ts';
import { createLearners, type Learners } from '../../sandbox-server/learners/learners.ts';

/** A server's parts with nothing behind them but real learners in memory: what the doors need, and no more. */
export function fakeAppParts(
  changes: Partial<AppParts> = {},
): AppParts & { learners: Learners; resets: string[] } {
  let made = 0;
  const database = new DatabaseSync(':memory:');
  const learners = createLearners(database, {
    createLearner: async () => {
      made += 1;
      return { projectId: `project-${made}`, userId: `user-${made}` };
    },
  });
  const resets: string[] = [];
  return {
    learners,
    resets,
    host: '127.0.0.1',
    health: { status: 'ok', version: '0', engine: 'process', cloud: 'pocket', docker: 'none' },
    cloud: { fetch: async (request) => Response.json({ path: new URL(request.url).pathname }) },
    network: { fetch: async () => new Response('a page') },
    site: import.meta.dirname,
    report: () => undefined,
    docker: dockerRoutes(
      {
        limits: { calls: 8, rate: 100 },
        learnerWith: (secret) => learners.find(secret.replace('secret-of-', '')),
        answer: async (learner, address, _request, response) => {
          response.end(JSON.stringify({ of: learner.username, address }));
        },
        upgrade: async (learner, address, _request, socket) => {
          socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${learner.username} ${address}`);
        },
      },
      () => undefined,
    ),
    sessions: {
      docker: (learner, origin) => ({
        host: `${origin.replace('http', 'tcp')}/docker/secret-of-${learner.id}`,
        published: [],
      }),
      learners,
      cookieKey: 'key',
      isFull: () => false,
      originOf: (request: Request) => `http://${request.headers.host}`,
      overview: async (learner) => ({ project: learner.projectName }),
      trace: async (learner, address, port) => ({ of: learner.projectName, address, port, steps: [] }),
      resetCloud: async (learner) => {
        resets.push(learner.projectId);
      },
      work: {
        read: () => ({ lessons: [], cloudGoes: true }),
        async *exported(learner) {
          yield JSON.stringify({ learner: learner.username });
        },
        resetLesson: async () => undefined,
        remove: async () => undefined,
      },
      call: () => undefined,
    },
    embed: {
      origins: ['http://site.example'],
      learners,
      embedded: createEmbeddedLearners({ database, learners, remove: async () => undefined, now: Date.now }),
      passes: createEmbedPasses('another key'),
    },
    ...changes,
  };
}
