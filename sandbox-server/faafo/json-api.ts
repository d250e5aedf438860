import { BodyTooLarge, readText } from './body.ts';
import { type Fault, isFault, readFields, taskFault } from './fields.ts';
import { htmlError, json } from './respond.ts';
import { everything, type Search, SearchError, search } from './search.ts';
import { ConstraintError } from './sql.ts';
import type { FractalStore } from './store.ts';

/** What the calls need. */
export interface ApiParts {
  store: FractalStore;
  random: () => number;
  /** A task was added. */
  added: () => void;
}

/** Larger than any picture's report: the largest picture in base64 and the fields around it. */
const BODY_LIMIT = 64 * 1024 * 1024;
const PAGE_SIZE = 10;
const LARGEST_PAGE = 100;

const integer = (given: string | null): number | undefined =>
  given !== null && /^\s*[+-]?\d{1,15}\s*$/.test(given) ? Number(given) : undefined;

const undecodable = (): Response => json(400, { message: 'Unable to decode data' });
const integrity = (): Response => json(400, { message: 'IntegrityError' });

function invalid(fields: Record<string, string>): Response {
  const words = Object.entries(fields).map(([field, fault]) => `${field} ${fault}`);
  return json(400, { message: words.join('; '), validation_errors: fields });
}

/** Reads a JSON body: an answer when it cannot be read. */
async function readBody(request: Request): Promise<unknown> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') {
    return json(415, { message: 'Request must have "Content-Type: application/json" header' });
  }
  try {
    return JSON.parse(await readText(request, BODY_LIMIT));
  } catch (error) {
    if (error instanceof BodyTooLarge) return htmlError(413);
    if (error instanceof SyntaxError) return undecodable();
    throw error;
  }
}

function readSearch(given: string | null): Search | Response {
  if (given === null) return everything;
  let query: unknown;
  try {
    query = JSON.parse(given);
  } catch {
    // What is not JSON is answered like a body that is not; there is no more to say of it.
    return undecodable();
  }
  const parsed = search.safeParse(query);
  return parsed.success ? parsed.data : json(400, { message: 'Unable to construct query' });
}

/** The `Link` header: the next page, if there is one, and the last. */
function links(url: URL, page: number, size: number, pages: number): string {
  const link = (number: number, relation: string): string => {
    const target = new URL(url.pathname, url);
    target.searchParams.set('page', String(number));
    target.searchParams.set('results_per_page', String(size));
    const query = url.searchParams.get('q');
    if (query !== null) target.searchParams.set('q', query);
    return `<${target.href}>; rel="${relation}"`;
  };
  return [...(page < pages ? [link(page + 1, 'next')] : []), link(pages, 'last')].join(', ');
}

async function single(store: FractalStore, wanted: Search): Promise<Response> {
  const { count, rows } = await store.find(wanted, { limit: 2, offset: 0 });
  if (count > 1) return json(400, { message: 'Multiple results found' });
  return rows[0] ? json(200, rows[0]) : json(404, { message: 'No result found' });
}

/** `GET /v1/fractal` */
export async function list(store: FractalStore, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const wanted = readSearch(url.searchParams.get('q'));
  if (wanted instanceof Response) return wanted;
  const page = url.searchParams.has('page') ? integer(url.searchParams.get('page')) : 1;
  if (page === undefined) return json(400, { message: 'page must be a whole number' });
  const asked = integer(url.searchParams.get('results_per_page')) ?? 0;
  const size = asked <= 0 ? PAGE_SIZE : Math.min(asked, LARGEST_PAGE);
  try {
    if (wanted.single) return await single(store, wanted);
    // Page 0 ends before it begins, and what lies before that begins at the beginning: as the original's slices do.
    const offset = Math.max(0, (page - 1) * size);
    const { count, rows } = await store.find(wanted, { limit: page === 0 ? 0 : size, offset });
    const pages = Math.ceil(count / size);
    const answer = { num_results: count, objects: rows, page, total_pages: pages };
    return json(200, answer, { Link: links(url, page, size, pages) });
  } catch (error) {
    if (error instanceof SearchError) return json(400, { message: 'Unable to construct query' });
    throw error;
  }
}

function refuse(fault: Fault, method: 'POST' | 'PUT'): Response {
  switch (fault.kind) {
    case 'incomplete':
      return integrity();
    case 'invalid':
      return invalid(fault.fields);
    case 'unknown':
      return method === 'POST'
        ? json(400, { validation_errors: 'Could not determine specific validation errors' })
        : json(400, { message: `Model does not have field '${fault.field}'` });
  }
}

/** `POST /v1/fractal` */
export async function create({ store, random, added }: ApiParts, request: Request): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  if (Array.isArray(body)) return integrity();
  if (typeof body !== 'object' || body === null) return undecodable();
  const values = readFields(body);
  if (isFault(values)) return refuse(values, 'POST');
  const fault = taskFault(values, random);
  if (fault) return refuse(fault, 'POST');
  const uuid = String(values.uuid);
  try {
    await store.add(values);
  } catch (error) {
    if (error instanceof ConstraintError) return integrity();
    throw error;
  }
  added();
  const location = new URL(`/v1/fractal/${encodeURIComponent(uuid)}`, request.url).href;
  return json(201, (await store.get(uuid)) ?? values, { Location: location });
}

/** `GET /v1/fractal/U` */
export async function show(store: FractalStore, uuid: string): Promise<Response> {
  const fractal = await store.get(uuid);
  return fractal ? json(200, fractal) : json(404, {});
}

/** `PUT /v1/fractal/U` */
export async function update(store: FractalStore, request: Request, uuid: string): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undecodable();
  if (!(await store.get(uuid))) return json(404, {});
  const values = readFields(body);
  if (isFault(values)) return refuse(values, 'PUT');
  try {
    await store.change(uuid, values);
  } catch (error) {
    if (error instanceof ConstraintError) return integrity();
    throw error;
  }
  return show(store, uuid);
}

/** `DELETE /v1/fractal/U` */
export async function remove(store: FractalStore, uuid: string): Promise<Response> {
  return (await store.remove(uuid)) ? new Response(null, { status: 204 }) : json(404, {});
}

const isFunctionName = (name: string): boolean => /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/.test(name);

/** `?callback=f`: the same answer as a call of `f`, for pages of other origins. */
export async function asCall(response: Response, callback: string): Promise<Response> {
  if (!isFunctionName(callback)) return json(400, { message: 'callback must be the name of a function' });
  const meta: Record<string, unknown> = { status: response.status };
  const link = response.headers.get('Link');
  if (link) meta.Link = link;
  const data: unknown = await response.json();
  return new Response(`${callback}(${JSON.stringify({ data, meta })})`, {
    status: response.status,
    headers: { 'Content-Type': 'application/javascript', Vary: 'Accept' },
  });
}
