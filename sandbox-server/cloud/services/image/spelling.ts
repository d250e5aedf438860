import { Fault } from '../../fault.ts';
import { explain } from '../../schema-words.ts';
import type { Spelling } from '../../service.ts';
import { challenge } from '../../unauthorized.ts';
import { webobFault } from '../../webob.ts';

const UNAUTHORIZED =
  'This server could not verify that you are authorized to access the document you requested. Either you ' +
  'supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply ' +
  'the credentials required.';

/** A refusal with a second line, which Glance sets below the first. */
export function detailed(status: number, message: string, detail: string): Fault {
  return new Fault(status, message, { extra: { detail } });
}

/** Glance: WebOb's own errors, in JSON or as a page. */
export const glanceSpelling: Spelling = {
  fault: (fault, exchange) =>
    fault.status === 401
      ? webobFault(
          new Fault(401, UNAUTHORIZED, { headers: { 'www-authenticate': challenge(exchange) } }),
          exchange,
        )
      : webobFault(fault, exchange),
  invalid: ({ error, body }) => {
    const { message } = explain(error, body);
    return new Fault(400, `Provided object does not match schema 'image': ${message}`);
  },
  unreadable: (reason) =>
    reason === 'not-declared'
      ? new Fault(415, 'The request media type is not supported by this server.')
      : new Fault(400, 'Malformed JSON in request body.'),
  forbidden: (policy) => new Fault(403, `You are not authorized to complete ${policy} action.`),
  missingRoute: (exchange) => webobFault(new Fault(404, 'The resource could not be found.'), exchange),
  wrongMethod: (allowed, exchange) => {
    const words = `The method ${exchange.request.method} is not allowed for this resource.`;
    return webobFault(new Fault(405, words, { headers: { allow: allowed.join(', ') } }), exchange);
  },
  headers: ({ requestId, path }): Record<string, string> =>
    path === '/' || path === '/versions' ? {} : { 'x-openstack-request-id': requestId },
};
