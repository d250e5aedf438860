import { connectFaafo, FaafoError } from 'faafo';
import { expect, it } from 'vitest';
import type { FaafoWorld } from '../../../sandbox-server/library/faafo.ts';
import { task } from '../../fakes/task.ts';

interface Arrival {
  method: string;
  path: string;
  body: Record<string, unknown> | undefined;
}

const fractal = (uuid: string, drawn = true) => ({
  ...task(uuid),
  url: null,
  duration: drawn ? 0.5 : null,
  size: drawn ? 146 : null,
  checksum: drawn ? `sum of ${uuid}` : null,
  generated_by: drawn ? 'app-worker-1' : null,
});

/** A faafo whose answers a test gives, in a world without chance where only waiting makes time pass. */
function faafoThat(answer: (arrival: Arrival) => { status?: number; body?: unknown }, random = 0.5) {
  const arrivals: Arrival[] = [];
  let now = 0;
  let made = 0;
  const world: FaafoWorld = {
    random: () => random,
    uuid: () => `u${++made}`,
    now: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
    },
    fetch: async (url, init) => {
      const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
      const arrival = { method: init.method ?? 'GET', path: url.replace('http://203.0.113.20', ''), body };
      arrivals.push(arrival);
      const { status = 200, body: content } = answer(arrival);
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      return new Response(status === 204 ? null : text, { status });
    },
  };
  return { faafo: connectFaafo('http://203.0.113.20/', world), arrivals };
}

const page = (objects: object[], total_pages = 1) => ({
  body: { num_results: objects.length, objects, page: 1, total_pages },
});

it('posts each task with what the order says, and draws lots for the rest', async () => {
  const { faafo, arrivals } = faafoThat(({ body }) => ({ status: 201, body }));
  expect(await faafo.create({ tasks: 2, width: 9999, height: [100, 200] })).toEqual(['u1', 'u2']);
  expect(arrivals.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /v1/fractal',
    'POST /v1/fractal',
  ]);
  expect(arrivals[0]?.body).toEqual({
    uuid: 'u1',
    width: 9999,
    height: 150,
    iterations: 320,
    xa: -2.5,
    xb: 2.5,
    ya: -1.75,
    yb: 1.75,
  });
});

it.each([
  [0, { tasks: 1, width: 256, iterations: 128 }],
  [1 - 2 ** -53, { tasks: 10, width: 1024, iterations: 512 }],
])('draws whole numbers from both ends of their ranges (lot %f)', async (random, { tasks, ...task }) => {
  const { faafo, arrivals } = faafoThat(({ body }) => ({ status: 201, body }), random);
  expect(await faafo.create()).toHaveLength(tasks);
  expect(arrivals[0]?.body).toMatchObject(task);
});

it('tells a task that the API refuses', async () => {
  const { faafo } = faafoThat(() => ({ status: 400, body: { message: 'IntegrityError' } }));
  const refused = await faafo.create({ tasks: 1 }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(FaafoError);
  expect(refused).toMatchObject({
    status: 400,
    message: 'faafo answered 400 to POST /v1/fractal: {"message":"IntegrityError"}',
  });
});

it('tells what an error page says, once and on one line', async () => {
  const body =
    '<html><head><title>Bad Gateway</title></head>\n<body>\n  <h1>Bad Gateway</h1>\n  <p>Nobody is here.</p></body></html>';
  const { faafo } = faafoThat(() => ({ status: 502, body }));
  await expect(faafo.list()).rejects.toThrow(
    /^faafo answered 502 to GET \/v1\/fractal: Bad Gateway Nobody is here\.$/,
  );
});

it('lists every page', async () => {
  const { faafo } = faafoThat(({ path }) => page([fractal(path.includes('page=2') ? 'b' : 'a')], 2));
  expect((await faafo.list()).map(({ uuid }) => uuid)).toEqual(['a', 'b']);
});

it('waits until each is drawn, tells each once, and keeps the order that was asked for', async () => {
  const drawn = [['b'], [], ['a', 'c']];
  const { faafo, arrivals } = faafoThat(() => page((drawn.shift() ?? []).map((uuid) => fractal(uuid))));
  const told: string[] = [];
  const onDrawn = ({ uuid }: { uuid: string }) => told.push(uuid);
  const done = await faafo.waitUntilDrawn(['a', 'b', 'c'], { onDrawn });
  expect(done.map(({ uuid }) => uuid)).toEqual(['a', 'b', 'c']);
  expect(told).toEqual(['b', 'a', 'c']);
  const query = new URLSearchParams(arrivals[2]?.path.split('?')[1]).get('q');
  expect(JSON.parse(query ?? '')).toEqual({
    filters: [
      { name: 'uuid', op: 'in', val: ['a', 'c'] },
      { name: 'checksum', op: 'is_not_null' },
    ],
  });
});

it('gives up when the time is over, and says how many are left', async () => {
  const { faafo } = faafoThat(() => page([]));
  await expect(faafo.waitUntilDrawn(['a', 'b'], { timeout: 10_000 })).rejects.toThrow(
    'After 10 s, 2 of 2 fractals are not drawn.',
  );
});

it('stops waiting when its signal says so', async () => {
  const { faafo } = faafoThat(() => page([]));
  const reason = new Error('enough');
  await expect(faafo.waitUntilDrawn(['a'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it('shows, deletes and fetches the picture of one', async () => {
  const { faafo, arrivals } = faafoThat(({ method }) =>
    method === 'DELETE' ? { status: 204 } : { body: fractal('a', false) },
  );
  expect(await faafo.show('a')).toEqual(fractal('a', false));
  expect((await faafo.picture('a')).byteLength).toBeGreaterThan(0);
  await faafo.delete('a');
  expect(arrivals.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v1/fractal/a',
    'GET /fractal/a',
    'DELETE /v1/fractal/a',
  ]);
});

it('does not take an answer for a fractal that is none', async () => {
  const { faafo } = faafoThat(() => ({ body: { uuid: 'a' } }));
  await expect(faafo.show('a')).rejects.toThrow(
    'The answer is not as expected: fractal.width should be a number.',
  );
});
