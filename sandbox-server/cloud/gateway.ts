import { readBytes } from './body.ts';
import { type Caller, nobody } from './caller.ts';
import { Fault } from './fault.ts';
import { negotiate } from './microversion.ts';
import { allows } from './policy.ts';
import { type Answer, type Call, type Exchange, InvalidInput } from './route.ts';
import { findRoute, type Match } from './routing.ts';
import type { Service } from './service.ts';
import type { Tokens } from './tokens.ts';

/** The longest JSON body: user data is the longest thing that one carries. */
const JSON_LIMIT = 1024 * 1024;

/** What the gateway needs of the cloud. */
export interface GatewayParts {
  tokens: Tokens;
  /** Told of an error that is our own fault, before the client gets a 500. */
  report(error: unknown): void;
}

/** Answers a request to `service`: find the route, check the token, read the input, run, write. */
export async function answer(service: Service, exchange: Exchange, parts: GatewayParts): Promise<Response> {
  const { spelling } = service;
  let current = exchange;
  let agreed = false;
  try {
    const match = findRoute(service.routes, exchange);
    if (match.kind === 'found' && match.route.rule === 'open') {
      current = agree(service, current);
      agreed = true;
      return write(await run(service, current, match, nobody), current, service, agreed);
    }
    const unguarded = service.guarded === false && match.kind !== 'found';
    const caller = unguarded ? nobody : await identify(exchange.request, parts.tokens);
    if (match.kind === 'missing') {
      return write(spelling.missingRoute(current), current, service, agreed);
    }
    if (match.kind === 'wrong-method') {
      return write(spelling.wrongMethod(match.allowed, current), current, service, agreed);
    }
    current = agree(service, current);
    agreed = true;
    return write(await run(service, current, match, caller), current, service, agreed);
  } catch (error) {
    const fault = faultOf(error, service, current, parts);
    const refused = fault.status === 406;
    return write(spelling.fault(fault, current), current, service, agreed || refused);
  }
}

function faultOf(error: unknown, service: Service, exchange: Exchange, parts: GatewayParts): Fault {
  if (error instanceof Fault) {
    return error;
  }
  if (error instanceof InvalidInput) {
    return service.spelling.invalid(error, exchange);
  }
  parts.report(error);
  return new Fault(
    500,
    'The server has either erred or is incapable of performing the requested operation.',
    {
      cause: error,
    },
  );
}

async function identify(request: Request, tokens: Tokens): Promise<Caller> {
  const token = request.headers.get('x-auth-token');
  const caller = token && (await tokens.caller(token, request.headers.get('x-service-token')));
  if (!caller) {
    throw new Fault(401, 'The request you have made requires authentication.');
  }
  return caller;
}

function agree(service: Service, exchange: Exchange): Exchange {
  if (!service.microversions) {
    return exchange;
  }
  return { ...exchange, microversion: negotiate(exchange.request.headers, service.microversions) };
}

async function run(
  service: Service,
  exchange: Exchange,
  match: Match & { kind: 'found' },
  caller: Caller,
): Promise<Answer> {
  const route = match.candidates.find(
    (each) => each.since <= exchange.microversion && exchange.microversion <= each.until,
  );
  if (!route) {
    throw new Fault(404, 'The resource could not be found.');
  }
  if (!allows(route.rule, caller)) {
    throw service.spelling.forbidden(route.policy);
  }
  const call: Call = {
    ...exchange,
    caller,
    query: exchange.url.searchParams,
    project: caller.project?.id ?? '',
    body: route.reads ? await readJson(service, exchange.request) : undefined,
    param: (name) => match.params.get(name) ?? '',
    bytes: (limit) => readBytes(exchange.request, limit),
  };
  return route.handle(call);
}

async function readJson(service: Service, request: Request): Promise<unknown> {
  const bytes = await readBytes(request, JSON_LIMIT);
  const kind = request.headers.get('content-type') ?? '';
  if (bytes.length > 0 && !/[/+]json\b|^$|openstack-images/.test(kind)) {
    throw service.spelling.unreadable('not-declared');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const fault = service.spelling.unreadable('not-json');
    throw new Fault(fault.status, fault.message, { ...fault.details, cause });
  }
}

function write(given: Answer, exchange: Exchange, service: Service, agreed: boolean): Response {
  const headers = new Headers(service.spelling.headers(exchange, agreed));
  for (const [name, value] of Object.entries(given.headers ?? {})) {
    headers.set(name, value);
  }
  let body: string | Uint8Array<ArrayBuffer> | null = null;
  if (typeof given.body === 'string' || given.body instanceof Uint8Array) {
    body = given.body;
  } else if (given.body !== undefined) {
    body = JSON.stringify(given.body);
    if (!headers.has('content-type')) {
      headers.set('content-type', 'application/json');
    }
  }
  if (exchange.request.method === 'HEAD' || given.status === 204 || given.status === 304) {
    body = null;
  }
  return new Response(body, { status: given.status, headers });
}
