import { beforeEach, describe, expect, it } from 'vitest';
import { createFaafoApi } from '../../../sandbox-server/faafo/api.ts';
import { openSqlite, type SqliteDatabase } from '../../../sandbox-server/faafo/sqlite.ts';
import { type FractalStore, openFractalStore } from '../../../sandbox-server/faafo/store.ts';
import { numbers } from '../../fakes/numbers.ts';

const KEYS = 'checksum duration generated_by height iterations size url uuid width xa xb ya yb'.split(' ');
const BASE = 'http://198.51.100.1';

const task = (uuid: string, changes: object = {}) => ({
  uuid,
  width: 8,
  height: 6,
  iterations: 255,
  xa: -2,
  xb: 2,
  ya: -1.5,
  yb: 1.5,
  ...changes,
});

let sql: SqliteDatabase;
let store: FractalStore;
let added: number;
let log: string[];
let api: ReturnType<typeof createFaafoApi>;

beforeEach(async () => {
  sql = openSqlite(':memory:');
  store = await openFractalStore(sql);
  added = 0;
  log = [];
  api = createFaafoApi({
    store,
    added: () => {
      added += 1;
    },
    random: numbers(7),
    log: (level, logger, message) => log.push(`${level} ${logger} ${message}`),
  });
});

const ask = (path: string, init: RequestInit = {}) => api.fetch(new Request(`${BASE}${path}`, init));
const send = (method: string, path: string, body: unknown, type = 'application/json') =>
  ask(path, {
    method,
    headers: { 'Content-Type': type, Accept: 'text/plain' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const post = (body: unknown, type?: string) => send('POST', '/v1/fractal', body, type);
const put = (uuid: string, body: unknown) => send('PUT', `/v1/fractal/${uuid}`, body);

async function fill(count: number): Promise<void> {
  for (let k = 0; k < count; k += 1) await post(task(`u${String(k).padStart(3, '0')}`, { width: 10 + k }));
}
const uuidsOf = (answer: { objects: { uuid: string }[] }): string[] => answer.objects.map(({ uuid }) => uuid);

describe('POST /v1/fractal', () => {
  it('stores a task and answers 201 with all thirteen fields, null where not known', async () => {
    const response = await post(task('a'));
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe(`${BASE}/v1/fractal/a`);
    const body = await response.json();
    expect(Object.keys(body)).toEqual(KEYS);
    expect(body).toEqual({
      ...task('a'),
      checksum: null,
      duration: null,
      generated_by: null,
      size: null,
      url: null,
    });
    expect(added).toBe(1);
    expect((await store.unsent()).map(({ uuid }) => uuid)).toEqual(['a']);
  });

  it('answers JSON with two spaces, whatever is accepted', async () => {
    const response = await post(task('a'));
    expect([response.headers.get('content-type'), response.headers.get('vary')]).toEqual([
      'application/json',
      'Accept',
    ]);
    expect(await response.text()).toMatch(/^\{\n {2}"checksum": null,\n/);
  });

  it('takes a character set beside the content type, and numbers written as texts', async () => {
    const response = await post(task('a', { width: '12', xa: '-2.5' }), 'application/json; charset=utf-8');
    expect(await response.json()).toMatchObject({ width: 12, xa: -2.5 });
  });

  it.each([
    ['without a uuid', { ...task('b'), uuid: undefined }],
    ['without a width', { ...task('b'), width: undefined }],
    ['with a null', task('b', { ya: null })],
    ['with a uuid that exists', task('a')],
    ['that is a list', []],
  ])('refuses a body %s as the original does', async (_, body) => {
    await post(task('a'));
    const response = await post(body);
    expect([response.status, await response.json()]).toEqual([400, { message: 'IntegrityError' }]);
    expect(added).toBe(1);
    expect((await store.unsent()).length).toBe(1);
  });

  it('does not send a task again when its uuid is posted again', async () => {
    await post(task('a'));
    await store.sent('a');
    await post(task('a'));
    expect(await store.unsent()).toEqual([]);
  });

  it.each([
    [
      'an unknown field',
      task('b', { colour: 'red' }),
      400,
      { validation_errors: 'Could not determine specific validation errors' },
    ],
    ['no JSON', 'width=3', 400, { message: 'Unable to decode data' }],
    ['nothing', '', 400, { message: 'Unable to decode data' }],
    ['a number', '5', 400, { message: 'Unable to decode data' }],
  ])('refuses %s', async (_, body, status, answer) => {
    const response = await post(body);
    expect([response.status, await response.json()]).toEqual([status, answer]);
  });

  it('refuses another content type', async () => {
    const response = await post(task('a'), 'text/plain');
    expect([response.status, await response.json()]).toEqual([
      415,
      { message: 'Request must have "Content-Type: application/json" header' },
    ]);
  });

  it.each([
    ['a width of 1', { width: 1 }, 'width'],
    ['a height of 0', { height: 0 }, 'height'],
    ['a negative height', { height: -5 }, 'height'],
    ['half a pixel', { width: 12.5 }, 'width'],
    ['a word for a width', { width: 'abc' }, 'width'],
    ['eleven iterations', { iterations: 11 }, 'iterations'],
    ['endless iterations', { iterations: 1e12 }, 'iterations'],
    ['a picture of 160 million pixels', { width: 16_000, height: 10_000 }, 'width'],
    ['a word for a border', { xa: 'left' }, 'xa'],
    ['true for a border', { xb: true }, 'xb'],
    ['a view without any constant', { xa: 3, xb: 4, ya: 3, yb: 4 }, 'xa'],
  ])('refuses %s, at which a worker would hang or die, and names the field', async (_, changes, field) => {
    const response = await post(task('a', changes));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      message: expect.stringContaining(field),
      validation_errors: { [field]: expect.any(String) },
    });
    expect(added).toBe(0);
    expect((await ask('/v1/fractal/a')).status).toBe(404);
  });

  it('takes the largest picture of the tutorial', async () => {
    expect((await post(task('a', { width: 9999, height: 9999 }))).status).toBe(201);
  });
});

describe('GET /v1/fractal', () => {
  it('answers an empty list when there is none', async () => {
    const response = await ask('/v1/fractal');
    expect(await response.json()).toEqual({ num_results: 0, objects: [], page: 1, total_pages: 0 });
  });

  it('gives ten a page, ordered by uuid, with links to the next and the last', async () => {
    await fill(23);
    const response = await ask('/v1/fractal');
    const body = await response.json();
    expect(Object.keys(body)).toEqual(['num_results', 'objects', 'page', 'total_pages']);
    expect(body).toMatchObject({ num_results: 23, page: 1, total_pages: 3 });
    expect(uuidsOf(body)).toEqual(Array.from({ length: 10 }, (_, k) => `u00${k}`));
    expect(response.headers.get('link')).toBe(
      `<${BASE}/v1/fractal?page=2&results_per_page=10>; rel="next", <${BASE}/v1/fractal?page=3&results_per_page=10>; rel="last"`,
    );
    const last = await ask('/v1/fractal?page=3');
    expect(uuidsOf(await last.json())).toEqual(['u020', 'u021', 'u022']);
    expect(last.headers.get('link')).toBe(`<${BASE}/v1/fractal?page=3&results_per_page=10>; rel="last"`);
  });

  it.each([
    ['page=9', { page: 9 }, 0],
    ['page=0', { page: 0 }, 0],
    ['page=-2', { page: -2 }, 10],
    ['results_per_page=-1', { total_pages: 2 }, 10],
    ['results_per_page=0', { total_pages: 2 }, 10],
    ['results_per_page=abc', { total_pages: 2 }, 10],
    ['results_per_page=12', { total_pages: 1 }, 11],
    ['results_per_page=5&page=3', { total_pages: 3, page: 3 }, 1],
  ])('with ?%s answers as the original', async (query, answer, count) => {
    await fill(11);
    const response = await ask(`/v1/fractal?${query}`);
    const body = await response.json();
    expect(response.status).toBe(200);
    expect(body).toMatchObject(answer);
    expect(body.objects).toHaveLength(count);
  });

  it('gives at most a hundred a page', async () => {
    await fill(101);
    const body = await (await ask('/v1/fractal?results_per_page=1000')).json();
    expect([body.objects.length, body.total_pages]).toEqual([100, 2]);
  });

  it('says so when the page is no number', async () => {
    expect((await ask('/v1/fractal?page=abc')).status).toBe(400);
  });

  it.each([
    [{ filters: [{ name: 'width', op: 'gt', val: 18 }] }, ['u009', 'u010']],
    [{ filters: [{ name: 'width', op: '<=', val: 11 }] }, ['u000', 'u001']],
    [{ filters: [{ name: 'uuid', op: 'in', val: ['u003', 'u007', 'x'] }] }, ['u003', 'u007']],
    [{ filters: [{ name: 'uuid', op: 'like', val: '%10' }] }, ['u010']],
    [{ filters: [{ name: 'checksum', op: 'is_not_null' }] }, ['u004']],
    [
      {
        filters: [
          { name: 'checksum', op: 'eq', val: null },
          { name: 'width', op: '<', val: 11 },
        ],
      },
      ['u000'],
    ],
    [
      {
        filters: [
          {
            or: [
              { name: 'uuid', op: '==', val: 'u001' },
              { name: 'width', op: 'eq', val: 12 },
            ],
          },
        ],
      },
      ['u001', 'u002'],
    ],
    [{ filters: [{ name: 'height', op: 'gt', field: 'width' }] }, []],
    [{ order_by: [{ field: 'width', direction: 'desc' }], limit: 2 }, ['u010', 'u009']],
    [{ limit: 3, offset: 9 }, ['u009', 'u010']],
  ])('searches with q=%j', async (q, uuids) => {
    await fill(11);
    await put('u004', { checksum: 'ab', size: 3 });
    const body = await (await ask(`/v1/fractal?q=${encodeURIComponent(JSON.stringify(q))}`)).json();
    expect(uuidsOf(body)).toEqual(uuids);
    expect(body.num_results).toBe(uuids.length);
  });

  it.each([
    ['{', 400, { message: 'Unable to decode data' }],
    [
      '{"single":true,"filters":[{"name":"uuid","op":"eq","val":"none"}]}',
      404,
      { message: 'No result found' },
    ],
    ['{"single":true}', 400, { message: 'Multiple results found' }],
    ['{"filters":[{"name":"password","op":"eq","val":1}]}', 400, { message: 'Unable to construct query' }],
    [
      '{"filters":[{"name":"uuid","op":"constructor","val":1}]}',
      400,
      { message: 'Unable to construct query' },
    ],
    ['{"order_by":[{"field":"uuid; DROP TABLE fractal"}]}', 400, { message: 'Unable to construct query' }],
    ['{"filters":5}', 400, { message: 'Unable to construct query' }],
  ])('answers a search for %s with %d', async (q, status, answer) => {
    await fill(2);
    const response = await ask(`/v1/fractal?q=${encodeURIComponent(q)}`);
    expect([response.status, await response.json()]).toEqual([status, answer]);
  });

  it('gives the single match itself', async () => {
    await fill(3);
    const q = { single: true, filters: [{ name: 'uuid', op: 'eq', val: 'u001' }] };
    const response = await ask(`/v1/fractal?q=${encodeURIComponent(JSON.stringify(q))}`);
    expect(await response.json()).toMatchObject({ uuid: 'u001', width: 11 });
  });

  it('calls a function with its answer for another page, and no other text', async () => {
    await fill(1);
    const response = await ask('/v1/fractal?callback=show.it');
    expect(await response.text()).toMatch(
      /^show\.it\(\{"data":\{"num_results":1,.*"meta":\{"status":200,"Link":/,
    );
    expect((await ask('/v1/fractal?callback=alert(1)//')).status).toBe(400);
  });
});

describe('one fractal', () => {
  beforeEach(() => post(task('a')));

  it('is shown, and 404 with an empty object when missing', async () => {
    expect(await (await ask('/v1/fractal/a')).json()).toMatchObject(task('a'));
    const missing = await Promise.all([
      ask('/v1/fractal/x'),
      put('x', {}),
      ask('/v1/fractal/x', { method: 'DELETE' }),
    ]);
    for (const response of missing) expect([response.status, await response.json()]).toEqual([404, {}]);
  });

  it('takes the report of a worker and never shows its picture', async () => {
    const report = {
      uuid: 'a',
      duration: 0.5,
      image: 'aGVsbG8=',
      checksum: 'ab',
      size: 5,
      generated_by: 'w1',
      c: '1+2i',
    };
    const response = await put('a', report);
    expect(response.status).toBe(200);
    const body = await response.json();
    expect(Object.keys(body)).toEqual(KEYS);
    expect(body).toMatchObject({ duration: 0.5, checksum: 'ab', size: 5, generated_by: 'w1' });
    expect(await store.picture('a')).toEqual({ image: 'aGVsbG8=', checksum: 'ab', c: '1+2i' });
  });

  it('takes an empty change, and refuses an unknown field by its name', async () => {
    expect((await put('a', {})).status).toBe(200);
    const response = await put('a', { colour: 'red' });
    expect([response.status, await response.json()]).toEqual([
      400,
      { message: "Model does not have field 'colour'" },
    ]);
  });

  it('may have the same picture as another', async () => {
    await post(task('b'));
    await put('a', { checksum: 'same', size: 1 });
    expect((await put('b', { checksum: 'same', size: 1 })).status).toBe(200);
  });

  it.each([
    ['a null where none may be', { width: null }],
    ['a uuid that another has', { uuid: 'b' }],
  ])('keeps its row when a change has %s', async (_, change) => {
    await post(task('b'));
    const response = await put('a', change);
    expect([response.status, await response.json()]).toEqual([400, { message: 'IntegrityError' }]);
  });

  it('moves when its uuid changes, and answers as if it were gone, as the original', async () => {
    expect((await put('a', { uuid: 'z' })).status).toBe(404);
    expect((await ask('/v1/fractal/z')).status).toBe(200);
  });

  it('is deleted with 204 and no body', async () => {
    const response = await ask('/v1/fractal/a', { method: 'DELETE' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect((await ask('/v1/fractal/a')).status).toBe(404);
  });
});

describe('methods and addresses', () => {
  it.each([
    ['PATCH', '/v1/fractal', 'HEAD, POST, OPTIONS, GET'],
    ['PUT', '/v1/fractal', 'HEAD, POST, OPTIONS, GET'],
    ['DELETE', '/v1/fractal', 'HEAD, POST, OPTIONS, GET'],
    ['PATCH', '/v1/fractal/a', 'PUT, HEAD, DELETE, OPTIONS, GET'],
    ['POST', '/v1/fractal/a', 'PUT, HEAD, DELETE, OPTIONS, GET'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const response = await ask(path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('OPTIONS tells what is allowed, HEAD answers without a body', async () => {
    expect((await ask('/v1/fractal', { method: 'OPTIONS' })).headers.get('allow')).toContain('POST');
    const head = await ask('/v1/fractal', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      'application/json',
      '',
    ]);
  });

  it.each([
    '/v1/fractal/',
    '/nothing',
    '/v1',
    '/index/',
    '/index/abc',
    '/index/-1',
    '/fractal/%zz',
    '/index/1/2',
  ])('there is nothing at %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('a body too large to be a report is refused', async () => {
    const response = await ask('/v1/fractal', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': String(100 * 1024 * 1024) },
      body: '{}',
    });
    expect(response.status).toBe(413);
  });

  it('a broken database is a 500, and the log says why', async () => {
    sql.close();
    expect((await ask('/v1/fractal')).status).toBe(500);
    expect(log.join()).toMatch(/ERROR faafo.api GET .*database is not open/);
  });
});
