import { connectFaafo, type Fractal } from 'faafo';
import { expect, it } from 'vitest';
import { systemClock } from '../../../sandbox-server/cloud/clock.ts';
import { createBroker } from '../../../sandbox-server/faafo/broker/broker.ts';
import { loadJuliaKernel } from '../../../sandbox-server/faafo/julia/load.ts';
import { openFaafo } from '../../../sandbox-server/faafo/open.ts';
import { openSqlite } from '../../../sandbox-server/faafo/sqlite.ts';
import { runFaafoWorker } from '../../../sandbox-server/faafo/worker.ts';
import { createInlineRenderer } from '../../fakes/inline-renderer.ts';

/** An API and a worker that never rest, until `end` is called. */
async function deploy() {
  const ending = new AbortController();
  const { signal } = ending;
  const sql = openSqlite(':memory:');
  const broker = await createBroker();
  const connect = () => broker.connect();
  const api = await openFaafo({ sql, connect, clock: systemClock, signal });
  const ask = (url: string, init: RequestInit) => api.fetch(new Request(url, init));
  const worker = runFaafoWorker({
    connect,
    fetch: ask,
    endpoint: 'http://10.0.0.5',
    renderer: createInlineRenderer(await loadJuliaKernel()),
    hostname: 'app-worker-1',
    clock: systemClock,
    signal,
    iterationsPerSecond: Number.POSITIVE_INFINITY,
  });
  const faafo = connectFaafo('http://10.0.0.5', {
    fetch: ask,
    random: Math.random,
    uuid: () => crypto.randomUUID(),
    now: () => Date.now(),
    wait: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return {
    faafo,
    async end() {
      ending.abort();
      await Promise.all([worker, api.ended]);
      await broker.close();
      sql.close();
    },
  };
}

it('has its orders drawn, and finds each of them by its UUID', async () => {
  const { faafo, end } = await deploy();
  try {
    const small = { width: 32, height: 24, iterations: 100 };
    const others = await faafo.create({ tasks: 11, ...small });
    const uuids = await faafo.create({ tasks: 50, ...small });
    const told: Fractal[] = [];
    const drawn = await faafo.waitUntilDrawn(uuids, { onDrawn: (fractal) => told.push(fractal) });
    expect(drawn.map(({ uuid }) => uuid)).toEqual(uuids);
    expect(told).toHaveLength(50);
    expect(new Set(drawn.map((fractal) => fractal.generated_by))).toEqual(new Set(['app-worker-1']));
    expect((await faafo.list()).map(({ uuid }) => uuid)).toEqual([...others, ...uuids].sort());

    const [first] = drawn;
    if (!first) throw new Error('nothing was drawn');
    const picture = await faafo.picture(first.uuid);
    expect(picture.byteLength).toBe(first.size);
    await faafo.delete(first.uuid);
    await expect(faafo.show(first.uuid)).rejects.toMatchObject({ name: 'FaafoError', status: 404 });
  } finally {
    await end();
  }
});
