import { Fault } from '../../fault.ts';
import { requestedVersion } from '../../microversion.ts';
import type { Answer, Exchange } from '../../route.ts';
import { explain, pythonText } from '../../schema-words.ts';
import type { Spelling } from '../../service.ts';
import { keystoneUnauthorized } from '../../unauthorized.ts';
import { webobFault } from '../../webob.ts';
import { VERSIONS } from './versions.ts';

const KEYS: Record<number, string> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  429: 'overLimit',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

function fault({ status, message, details }: Fault, exchange: Exchange): Answer {
  if (status === 401) {
    return keystoneUnauthorized(exchange);
  }
  const headers = { 'content-type': 'application/json; charset=UTF-8', ...details.headers };
  return { status, headers, body: { [KEYS[status] ?? 'computeFault']: { code: status, message } } };
}

function missing(exchange: Exchange): Answer {
  return webobFault(new Fault(404, 'The resource could not be found.'), exchange);
}

/** Nova: `{"itemNotFound": {"code", "message"}}`, the key by the status. It answers 404 to a wrong method. */
export const novaSpelling: Spelling = {
  fault,
  invalid: ({ error, body }) => {
    const { path, message, value } = explain(error, body);
    const field = path.at(-1);
    return new Fault(
      400,
      field === undefined
        ? message
        : `Invalid input for field/attribute ${field}. Value: ${pythonText(value)}. ${message}`,
    );
  },
  unreadable: (reason) =>
    reason === 'not-json'
      ? new Fault(400, 'Malformed request body')
      : new Fault(415, 'Unsupported Content-Type'),
  forbidden: (policy) => new Fault(403, `Policy doesn't allow ${policy} to be performed.`),
  missingRoute: missing,
  wrongMethod: (_allowed, exchange) => missing(exchange),
  headers: (exchange, agreed) => {
    if (exchange.path === '/') {
      return {};
    }
    const { requestId, microversion, request } = exchange;
    const asked = requestedVersion(request.headers, VERSIONS);
    const version = microversion === 0 ? asked : `${VERSIONS.major}.${microversion}`;
    return {
      'content-type': 'application/json',
      'x-openstack-request-id': requestId,
      'x-compute-request-id': requestId,
      ...(agreed && {
        vary: 'X-OpenStack-Nova-API-Version',
        'openstack-api-version': `${VERSIONS.service} ${version}`,
        'x-openstack-nova-api-version': `${version}`,
      }),
    };
  },
};
