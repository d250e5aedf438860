import { beforeEach, describe, expect, it } from 'vitest';
import { task } from '../../fakes/task.ts';
import { BASE, KEYS, type OpenApi, openApi, uuidsOf } from './open-api.ts';

let faafo: OpenApi;

beforeEach(async () => {
  faafo = await openApi();
});

describe('POST /v1/fractal', () => {
  it('stores a task and answers 201 with all thirteen fields, null where not known', async () => {
    const response = await faafo.post(task('a'));
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
    expect(faafo.added()).toBe(1);
    expect((await faafo.store.unsent()).map(({ uuid }) => uuid)).toEqual(['a']);
  });

  it('answers JSON with two spaces, whatever is accepted', async () => {
    const response = await faafo.post(task('a'));
    expect([response.headers.get('content-type'), response.headers.get('vary')]).toEqual([
      'application/json',
      'Accept',
    ]);
    expect(await response.text()).toMatch(/^\{\n {2}"checksum": null,\n/);
  });

  it('takes a character set beside the content type, and numbers written as texts', async () => {
    const response = await faafo.post(
      task('a', { width: '12', xa: '-2.5' }),
      'application/json; charset=utf-8',
    );
    expect(await response.json()).toMatchObject({ width: 12, xa: -2.5 });
  });

  it.each([
    ['without a uuid', { ...task('b'), uuid: undefined }],
    ['without a width', { ...task('b'), width: undefined }],
    ['with a null', task('b', { ya: null })],
    ['with a uuid that exists', task('a')],
    ['that is a list', []],
  ])('refuses a body %s as the original does', async (_, body) => {
    await faafo.post(task('a'));
    const response = await faafo.post(body);
    expect([response.status, await response.json()]).toEqual([400, { message: 'IntegrityError' }]);
    expect(faafo.added()).toBe(1);
    expect((await faafo.store.unsent()).length).toBe(1);
  });

  it('does not send a task again when its uuid is posted again', async () => {
    await faafo.post(task('a'));
    await faafo.store.sent('a');
    await faafo.post(task('a'));
    expect(await faafo.store.unsent()).toEqual([]);
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
    const response = await faafo.post(body);
    expect([response.status, await response.json()]).toEqual([status, answer]);
  });

  it('refuses another content type', async () => {
    const response = await faafo.post(task('a'), 'text/plain');
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
    const response = await faafo.post(task('a', changes));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      message: expect.stringContaining(field),
      validation_errors: { [field]: expect.any(String) },
    });
    expect(faafo.added()).toBe(0);
    expect((await faafo.ask('/v1/fractal/a')).status).toBe(404);
  });

  it('takes the largest picture of the tutorial', async () => {
    expect((await faafo.post(task('a', { width: 9999, height: 9999 }))).status).toBe(201);
  });
});

describe('GET /v1/fractal', () => {
  it('answers an empty list when there is none', async () => {
    const response = await faafo.ask('/v1/fractal');
    expect(await response.json()).toEqual({ num_results: 0, objects: [], page: 1, total_pages: 0 });
  });

  it('gives ten a page, ordered by uuid, with links to the next and the last', async () => {
    await faafo.fill(23);
    const response = await faafo.ask('/v1/fractal');
    const body = await response.json();
    expect(Object.keys(body)).toEqual(['num_results', 'objects', 'page', 'total_pages']);
    expect(body).toMatchObject({ num_results: 23, page: 1, total_pages: 3 });
    expect(uuidsOf(body)).toEqual(Array.from({ length: 10 }, (_, k) => `u00${k}`));
    expect(response.headers.get('link')).toBe(
      `<${BASE}/v1/fractal?page=2&results_per_page=10>; rel="next", <${BASE}/v1/fractal?page=3&results_per_page=10>; rel="last"`,
    );
    const last = await faafo.ask('/v1/fractal?page=3');
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
    await faafo.fill(11);
    const response = await faafo.ask(`/v1/fractal?${query}`);
    const body = await response.json();
    expect(response.status).toBe(200);
    expect(body).toMatchObject(answer);
    expect(body.objects).toHaveLength(count);
  });

  it('gives at most a hundred a page', async () => {
    await faafo.fill(101);
    const body = await (await faafo.ask('/v1/fractal?results_per_page=1000')).json();
    expect([body.objects.length, body.total_pages]).toEqual([100, 2]);
  });

  it('says so when the page is no number', async () => {
    expect((await faafo.ask('/v1/fractal?page=abc')).status).toBe(400);
  });

  it('calls a function with its answer for another page, and no other text', async () => {
    await faafo.fill(1);
    const response = await faafo.ask('/v1/fractal?callback=show.it');
    expect(await response.text()).toMatch(
      /^show\.it\(\{"data":\{"num_results":1,.*"meta":\{"status":200,"Link":/,
    );
    expect((await faafo.ask('/v1/fractal?callback=alert(1)//')).status).toBe(400);
  });
});

describe('one fractal', () => {
  beforeEach(() => faafo.post(task('a')));

  it('is shown, and 404 with an empty object when missing', async () => {
    expect(await (await faafo.ask('/v1/fractal/a')).json()).toMatchObject(task('a'));
    const missing = await Promise.all([
      faafo.ask('/v1/fractal/x'),
      faafo.put('x', {}),
      faafo.ask('/v1/fractal/x', { method: 'DELETE' }),
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
    const response = await faafo.put('a', report);
    expect(response.status).toBe(200);
    const body = await response.json();
    expect(Object.keys(body)).toEqual(KEYS);
    expect(body).toMatchObject({ duration: 0.5, checksum: 'ab', size: 5, generated_by: 'w1' });
    expect(await faafo.store.picture('a')).toEqual({ image: 'aGVsbG8=', checksum: 'ab', c: '1+2i' });
  });

  it('takes an empty change, and refuses an unknown field by its name', async () => {
    expect((await faafo.put('a', {})).status).toBe(200);
    const response = await faafo.put('a', { colour: 'red' });
    expect([response.status, await response.json()]).toEqual([
      400,
      { message: "Model does not have field 'colour'" },
    ]);
  });

  it('may have the same picture as another', async () => {
    await faafo.post(task('b'));
    await faafo.put('a', { checksum: 'same', size: 1 });
    expect((await faafo.put('b', { checksum: 'same', size: 1 })).status).toBe(200);
  });

  it.each([
    ['a null where none may be', { width: null }],
    ['a uuid that another has', { uuid: 'b' }],
  ])('keeps its row when a change has %s', async (_, change) => {
    await faafo.post(task('b'));
    const response = await faafo.put('a', change);
    expect([response.status, await response.json()]).toEqual([400, { message: 'IntegrityError' }]);
  });

  it('moves when its uuid changes, and answers as if it were gone, as the original', async () => {
    expect((await faafo.put('a', { uuid: 'z' })).status).toBe(404);
    expect((await faafo.ask('/v1/fractal/z')).status).toBe(200);
  });

  it('is deleted with 204 and no body', async () => {
    const response = await faafo.ask('/v1/fractal/a', { method: 'DELETE' });
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect((await faafo.ask('/v1/fractal/a')).status).toBe(404);
  });
});
