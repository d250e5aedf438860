import { Fault, titleOf } from '../../fault.ts';
import type { InvalidInput } from '../../route.ts';
import { explain } from '../../schema-words.ts';
import type { Spelling } from '../../service.ts';
import { challenge } from '../../unauthorized.ts';

const MALFORMED =
  'The server could not comply with the request since it is either malformed or otherwise incorrect. ' +
  'The client is assumed to be in error.';

/** A refusal because the body lacks something. */
export function expecting(what: string, where = 'request body'): Fault {
  return new Fault(400, `Expecting to find ${what} in ${where}. ${MALFORMED}`);
}

function invalid({ error, body }: InvalidInput): Fault {
  const { path, message } = explain(error, body);
  const [, ...inner] = path;
  if (path.length === 0) {
    const missing = /^'(\w+)' is a required property$/.exec(message)?.[1];
    return missing ? expecting(missing) : new Fault(400, `${message}. ${MALFORMED}`);
  }
  // Keystone validates what is inside the envelope, and names fields from there.
  const field = inner.join('.');
  return new Fault(400, field ? `Invalid input for field '${field}': ${message}` : message);
}

const NOT_FOUND_PAGE = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
`;

/** Keystone: `{"error": {"code", "message", "title"}}`. */
export const keystoneSpelling: Spelling = {
  fault: ({ status, message, details }, exchange) => ({
    status,
    headers: { ...(status === 401 && { 'www-authenticate': challenge(exchange) }), ...details.headers },
    body: { error: { code: status, ...details.extra, message, title: titleOf(status) } },
  }),
  invalid,
  unreadable: () => expecting('valid JSON'),
  forbidden: (policy) => new Fault(403, `You are not authorized to perform the requested action: ${policy}.`),
  missingRoute: () => ({
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: NOT_FOUND_PAGE,
  }),
  wrongMethod: (allowed) => ({
    status: 405,
    headers: { allow: [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ') },
    body: { message: 'The method is not allowed for the requested URL.' },
  }),
  headers: ({ requestId }) => ({ vary: 'X-Auth-Token', 'x-openstack-request-id': requestId }),
};
