import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, type RequestHandler, Router } from 'express';
import type { Learner } from '../learners/learners.ts';
import { lessonId } from '../protocol/browser.ts';
import type { LearnerWork } from '../protocol/work.ts';
import { clearLearnerCookie } from './learner-cookie.ts';
import type { LearnerHandler } from './learners-only.ts';

/** What the doors to a learner's work ask of the rest of the server. */
export interface WorkParts {
  read(learner: Learner): LearnerWork;
  /** The file of everything that is kept of the learner, piece by piece. */
  exported(learner: Learner, origin: string): AsyncIterable<string>;
  /** Deletes the learner's work in one lesson. */
  resetLesson(learner: Learner, lesson: string): Promise<void>;
  /** Deletes everything of the learner's: work, calls, cloud, and that they were ever here. */
  remove(learner: Learner): Promise<void>;
}

const exported =
  ({ exported: pieces }: WorkParts, originOf: (request: Request) => string): LearnerHandler =>
  async (learner, request, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.setHeader('content-disposition', 'attachment; filename="my-work.json"');
    response.setHeader('cache-control', 'no-store');
    await pipeline(Readable.from(pieces(learner, originOf(request))), response).catch((error: unknown) => {
      // Whoever stops a download has it their way.
      if (!response.destroyed) throw error;
    });
  };

const lessonDeleted =
  ({ resetLesson }: WorkParts): LearnerHandler =>
  async (learner, request, response) => {
    const lesson = lessonId.safeParse(`${request.params.chapter}/${request.params.lesson}`);
    if (!lesson.success) {
      response.status(404).json({ error: { message: 'There is no such lesson.' } });
      return;
    }
    await resetLesson(learner, lesson.data);
    response.status(204).end();
  };

/** Below `/api/sessions/current`: the learner's work to be looked at, taken along and deleted, and the learner's own end. */
export function workRoutes(
  parts: WorkParts,
  asLearner: (answer: LearnerHandler) => RequestHandler,
  originOf: (request: Request) => string,
): Router {
  const router = Router();
  router.get(
    '/work',
    asLearner((learner, _request, response) => {
      response.json(parts.read(learner));
    }),
  );
  router.get('/work/export', asLearner(exported(parts, originOf)));
  router.delete('/work/:chapter/:lesson', asLearner(lessonDeleted(parts)));
  router.delete(
    '/',
    asLearner(async (learner, request, response) => {
      await parts.remove(learner);
      response.setHeader('set-cookie', clearLearnerCookie(request.secure));
      response.status(204).end();
    }),
  );
  return router;
}
