import type { Request, RequestHandler, Response } from 'express';
import type { Learner } from '../learners/learners.ts';

/** The learner whom a request's cookie proves. */
export type Knows = (request: Request) => Learner | undefined;

/** A route's answer to the learner who asks. */
export type LearnerHandler = (learner: Learner, request: Request, response: Response) => Promise<void> | void;

/** Passes a request on with its learner, or says that there is none. */
export const learnersOnly =
  (known: Knows) =>
  (answer: LearnerHandler): RequestHandler =>
  async (request, response) => {
    const learner = known(request);
    if (learner) return answer(learner, request, response);
    response
      .status(401)
      .json({ error: { message: 'Open the course in this browser first: no session is known.' } });
  };
