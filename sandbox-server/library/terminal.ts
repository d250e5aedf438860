import { runSignal } from './channel.ts';
import { type Environment, processEnvironment } from './openstack/environment.ts';

/** A terminal of the reader's, on one of their servers or on their own machine. */
export interface Terminal {
  /**
   * Types into it, as the reader would: `\n` presses Enter. Where no terminal is open on that machine, one is opened.
   * @throws Error in words for the reader: there is no such server, or it is switched off
   */
  type(text: string): Promise<void>;
}

/** The longest that the server takes at once. */
const longest = 32 * 1024;

/**
 * A terminal beside the lesson.
 * @param machine the name of a server of yours; left out, your own machine
 */
export function terminal(machine = 'workstation', env: Environment = processEnvironment): Terminal {
  return {
    async type(text) {
      // What Enter sends is a carriage return.
      const keys = text.replaceAll('\r\n', '\r').replaceAll('\n', '\r');
      for (let at = 0; at < keys.length; at += longest)
        await post(machine, keys.slice(at, at + longest), env);
    },
  };
}

async function post(machine: string, text: string, env: Environment): Promise<void> {
  const address = env('WORKBOOK_TERMINALS');
  if (address === undefined)
    throw new Error('There are no terminals here: they are beside a lesson of the workbook.');
  const authorization = `Basic ${btoa(`${env('OS_USERNAME') ?? ''}:${env('OS_PASSWORD') ?? ''}`)}`;
  const answer = await fetch(`${address}/input`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ machine, text }),
    signal: runSignal(),
  });
  if (answer.ok) return;
  throw new Error(
    refusal(await answer.json().catch(() => undefined)) ?? `The server answered ${answer.status}.`,
  );
}

/** The server's own words: `{ error: { message } }`. */
function refusal(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const { error } = body;
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : undefined;
}
