import express, { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Learner } from '../learners/learners.ts';
import { machineName, terminalInput } from '../protocol/terminal.ts';
import type { TerminalDoor } from './terminal-lines.ts';

/** What the door of the cells' typing asks of the rest of the server. */
export interface TypingParts {
  /** The learner who has these credentials in the cloud. */
  learnerWith(username: string, password: string): Learner | undefined;
  terminals(learner: Learner): TerminalDoor;
}

const order = z.object({ machine: machineName, text: terminalInput });

/** User name and password of a request's `Authorization: Basic …`. */
function credentialsOf(header: string | undefined): [string, string] | undefined {
  const [, encoded] = /^Basic (\S+)$/i.exec(header ?? '') ?? [];
  const [username, ...password] = Buffer.from(encoded ?? '', 'base64')
    .toString()
    .split(':');
  return username === undefined || password.length === 0 ? undefined : [username, password.join(':')];
}

/**
 * `POST /terminals/input`: a cell types into a terminal of its own learner, whom it proves to be by the
 * credentials that it has for the cloud.
 */
export function typingRoutes({ learnerWith, terminals }: TypingParts): Router {
  const type: RequestHandler = async function typeIntoTerminal(request, response) {
    const credentials = credentialsOf(request.headers.authorization);
    const learner = credentials && learnerWith(...credentials);
    if (!learner) {
      response.status(401).json({ error: { message: 'These are no credentials of a learner.' } });
      return;
    }
    const parsed = order.safeParse(request.body);
    if (!parsed.success) {
      response.status(400).json({ error: { message: z.prettifyError(parsed.error) } });
      return;
    }
    await terminals(learner).typeOn(parsed.data.machine, parsed.data.text);
    response.status(204).end();
  };
  return Router().post('/terminals/input', express.json({ limit: '256kb' }), type);
}
