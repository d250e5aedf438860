import { wordsOf } from './ending.ts';
import { type ApiParts, asCall, create, list, remove, show, update } from './json-api.ts';
import { type Log, silent } from './log.ts';
import { htmlError, withoutBody } from './respond.ts';
import type { FractalStore } from './store.ts';
import { createFromForm, showPage, showPicture } from './web.ts';

/** faafo's API and web page, as a function from request to answer. */
export interface FaafoApi {
  fetch(request: Request): Promise<Response>;
}

/** What the API needs. */
export interface FaafoApiParts {
  store: FractalStore;
  /** A task was added to the store, where it counts as unsent: somebody should send it. */
  added: () => void;
  random?: () => number;
  /** Makes the identifiers of fractals that are created on the page. */
  id?: () => string;
  log?: Log;
}

type Handler = (request: Request) => Promise<Response>;

/** What an address answers to; the order is that of its `Allow` header. */
interface Resource {
  allow: string;
  methods: Record<string, Handler>;
}

const COLLECTION = 'HEAD, POST, OPTIONS, GET';
const ITEM = 'PUT, HEAD, DELETE, OPTIONS, GET';
const PAGE = 'HEAD, OPTIONS, GET';

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A malformed escape names nothing.
    return undefined;
  }
}

async function answer(resource: Resource, request: Request): Promise<Response> {
  const { method } = request;
  if (method === 'OPTIONS') {
    return new Response(null, { headers: { Allow: resource.allow, 'Content-Length': '0' } });
  }
  const handler = resource.methods[method === 'HEAD' ? 'GET' : method];
  if (!handler) return htmlError(405, { Allow: resource.allow });
  return handler(request);
}

/** Answers `?callback=f` as a call of `f`. */
const callable =
  (handler: Handler): Handler =>
  async (request) => {
    const callback = new URL(request.url).searchParams.get('callback');
    const response = await handler(request);
    return callback && response.headers.get('content-type') === 'application/json'
      ? asCall(response, callback)
      : response;
  };

function find(parts: ApiParts, id: () => string, path: string): Resource | undefined {
  const { store } = parts;
  if (path === '/v1/fractal') {
    const methods = {
      GET: callable((request) => list(store, request)),
      POST: (request: Request) => create(parts, request),
    };
    return { allow: COLLECTION, methods };
  }
  if (path === '/') {
    const methods = {
      GET: (request: Request) => showPage(store, request, 1),
      POST: (request: Request) => createFromForm(parts, request, id),
    };
    return { allow: COLLECTION, methods };
  }
  const index = /^\/index(?:\/(\d{1,9}))?$/.exec(path);
  if (index) {
    const page = Number(index[1] ?? 1);
    return { allow: PAGE, methods: { GET: (request) => showPage(store, request, page) } };
  }
  const item = /^\/(v1\/)?fractal\/([^/]+)$/.exec(path);
  const uuid = decoded(item?.[2] ?? '');
  if (!uuid) return undefined;
  if (!item?.[1]) return { allow: PAGE, methods: { GET: (request) => showPicture(store, request, uuid) } };
  return {
    allow: ITEM,
    methods: {
      GET: callable(() => show(store, uuid)),
      PUT: (request) => update(store, request, uuid),
      DELETE: () => remove(store, uuid),
    },
  };
}

/** Puts the API together; see `faafo-api` in the book for what it answers. */
export function createFaafoApi({
  store,
  added,
  random = Math.random,
  id = () => crypto.randomUUID(),
  log = silent,
}: FaafoApiParts): FaafoApi {
  const parts: ApiParts = { store, random, added };
  return {
    async fetch(request) {
      try {
        const resource = find(parts, id, new URL(request.url).pathname);
        const response = resource ? await answer(resource, request) : htmlError(404);
        return request.method === 'HEAD' ? withoutBody(response) : response;
      } catch (error) {
        log('ERROR', 'faafo.api', `${request.method} ${request.url}: ${wordsOf(error)}`);
        return htmlError(500);
      }
    },
  };
}
