import { RequestError } from '@hono/node-server';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { ClassroomFull } from '../learners/learners.ts';

/** The answer to a path of `/api` that leads nowhere. */
export const unknownRoute: RequestHandler = (request, response) => {
  response.status(404).json({ error: { message: `There is no ${request.method} ${request.path} here.` } });
};

/** When whoever finds the classroom full may try again, in seconds. */
const COME_BACK_AFTER = 30;

function statusOf(error: unknown): number {
  if (error instanceof ClassroomFull) return 503;
  if (typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number') {
    return error.status;
  }
  return 500;
}

/** Gives each error its answer: the caller's own faults in words, ours as a 500 whose cause goes to the log. */
export function errorAnswers(report: (error: unknown) => void): ErrorRequestHandler {
  return function errorAnswer(error: unknown, _request, response, next) {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    if (status >= 500 && !(error instanceof ClassroomFull)) report(error);
    if (error instanceof ClassroomFull) response.setHeader('retry-after', COME_BACK_AFTER);
    const message =
      error instanceof Error && status !== 500
        ? error.message
        : 'The server could not answer; its log says why.';
    response.status(status).json({ error: { message } });
  };
}

/** The same for the doors that answer with a web `Response`. */
export function webErrorAnswer(report: (error: unknown) => void): (error: unknown) => Response {
  return (error) => {
    if (error instanceof RequestError) {
      return Response.json({ error: { message: error.message } }, { status: 400 });
    }
    report(error);
    return Response.json(
      { error: { message: 'The server could not answer; its log says why.' } },
      { status: 500 },
    );
  };
}
