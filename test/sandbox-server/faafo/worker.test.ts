import { createHash } from 'node:crypto';
import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../../sandbox-server/faafo/broker/broker.ts';
import { BrokerConnection } from '../../../sandbox-server/faafo/broker/connection.ts';
import { memoryStorage } from '../../../sandbox-server/faafo/broker/storage.ts';
import type { WorkerProgress } from '../../../sandbox-server/faafo/drawing.ts';
import type { Fractal } from '../../../sandbox-server/faafo/fractal.ts';
import { loadJuliaKernel } from '../../../sandbox-server/faafo/julia/load.ts';
import { createInlineRenderer } from '../../../sandbox-server/faafo/julia/render.ts';
import { openFaafo } from '../../../sandbox-server/faafo/open.ts';
import { openSqlite, type SqliteDatabase } from '../../../sandbox-server/faafo/sqlite.ts';
import { runFaafoWorker, type WorkerParts } from '../../../sandbox-server/faafo/worker.ts';
import { LeapingClock } from '../../fakes/leaping-clock.ts';
import { numbers } from '../../fakes/numbers.ts';

const renderer = createInlineRenderer(await loadJuliaKernel());
const task = (uuid: string, changes: object = {}) => ({
  uuid,
  width: 30,
  height: 20,
  iterations: 100,
  xa: -2,
  xb: 2,
  ya: -1.5,
  yb: 1.5,
  ...changes,
});

let clock: LeapingClock;
let broker: Broker;
let sql: SqliteDatabase;
let stop: AbortController;
let running: Promise<unknown>[];
let api: Awaited<ReturnType<typeof openFaafo>>;
let log: string[];

const note = (level: string, logger: string, message: string): void => {
  log.push(`${level} ${logger} ${message}`);
};

async function startApi(connect = () => broker.connect()): Promise<void> {
  api = await openFaafo({ sql, connect, clock, signal: stop.signal, random: numbers(5), log: note });
  running.push(api.ended);
}

function startWorker(changes: Partial<WorkerParts> = {}): { kill: AbortController; ended: Promise<void> } {
  const kill = new AbortController();
  const ended = runFaafoWorker({
    connect: () => broker.connect(),
    fetch: (url, init) => api.fetch(new Request(url, init)),
    endpoint: 'http://api/',
    renderer,
    hostname: 'app-worker-1',
    clock,
    signal: AbortSignal.any([kill.signal, stop.signal]),
    random: numbers(11),
    log: note,
    ...changes,
  });
  running.push(ended);
  return { kill, ended };
}

const ask = (path: string, init?: RequestInit) => api.fetch(new Request(`http://api${path}`, init));
const post = (body: object) =>
  ask('/v1/fractal', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const show = async (uuid: string): Promise<Fractal> => (await ask(`/v1/fractal/${uuid}`)).json();

/** Resolves once a worker has told so many times what is asked for. */
function hear(kind: WorkerProgress['kind'], count = 1) {
  const heard = Promise.withResolvers<void>();
  const events: WorkerProgress[] = [];
  const progress = (event: WorkerProgress): void => {
    events.push(event);
    if (events.filter((each) => each.kind === kind).length === count) heard.resolve();
  };
  return { progress, events, heard: heard.promise };
}

beforeEach(async () => {
  clock = new LeapingClock();
  broker = await createBroker();
  sql = openSqlite(':memory:');
  stop = new AbortController();
  running = [];
  log = [];
});

afterEach(async () => {
  stop.abort();
  await Promise.all(running);
});

describe('a worker', () => {
  it('draws a task, reports it and leaves the queue empty', async () => {
    await startApi();
    const { progress, events, heard } = hear('finished');
    startWorker({ progress });
    await post(task('a'));
    await heard;
    const fractal = await show('a');
    const png = new Uint8Array(await (await ask('/fractal/a')).arrayBuffer());
    expect(fractal).toMatchObject({ generated_by: 'app-worker-1', size: png.length });
    expect(createHash('sha256').update(png).digest('hex')).toBe(fractal.checksum);
    expect(events[0]).toMatchObject({ kind: 'started', task: task('a'), hostname: 'app-worker-1' });
    const rows = events.filter((event) => event.kind === 'rows');
    expect(rows.reduce((sum, event) => sum + event.rows, 0)).toBe(20);
    expect(rows.reduce((sum, event) => sum + event.indices.length, 0)).toBe(600);
    expect(log).toContain('INFO faafo.worker processing task a');
    expect(log.join('\n')).toMatch(/INFO faafo\.worker task a processed in \d+\.\d{6} seconds/);
  });

  it('draws a task that was posted before any worker was there', async () => {
    await startApi();
    await post(task('a'));
    const { progress, heard } = hear('finished');
    startWorker({ progress });
    await heard;
    expect((await show('a')).checksum).not.toBeNull();
  });

  it('is as fast as its processor is on the clock, and says so as its duration', async () => {
    await startApi();
    const { progress, events, heard } = hear('finished');
    startWorker({ progress, iterationsPerSecond: 1000 });
    await post(task('a', { width: 40, height: 30 }));
    await heard;
    const { duration } = await show('a');
    const drawn = createHash('sha256').update(new Uint8Array(await (await ask('/fractal/a')).arrayBuffer()));
    expect(drawn.digest('hex')).toBe((await show('a')).checksum);
    const batches = events.filter((event) => event.kind === 'rows');
    expect(batches.length).toBeGreaterThan(10);
    // 1200 pixels go at least once round the loop each.
    expect(duration).toBeGreaterThan(1.2);
    expect(clock.waits.reduce((sum, wait) => sum + wait, 0) / 1000).toBeCloseTo(duration ?? 0, 6);
  });

  it('takes one task at a time and leaves the others to other workers', async () => {
    await startApi();
    const first = hear('started');
    const busy = startWorker({
      progress: first.progress,
      fetch: (_, init) =>
        new Promise((_resolve, reject) =>
          init.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        ),
    });
    await post(task('a'));
    await first.heard;
    const { progress, heard } = hear('finished', 2);
    startWorker({ progress, hostname: 'app-worker-2' });
    await post(task('b'));
    await post(task('c'));
    await heard;
    expect([
      (await show('a')).checksum,
      (await show('b')).generated_by,
      (await show('c')).generated_by,
    ]).toEqual([null, 'app-worker-2', 'app-worker-2']);
    busy.kill.abort();
  });

  it.each([
    ['in the middle of a task', 1000],
    ['at the very end of drawing', 40_000_000],
  ])('that is killed %s leaves the task to another', async (_, iterationsPerSecond) => {
    await startApi();
    const first = hear('rows');
    const dying: { kill: AbortController; ended: Promise<void> } = startWorker({
      progress: (event) => {
        first.progress(event);
        if (event.kind === 'rows') dying.kill.abort();
      },
      iterationsPerSecond,
    });
    await post(task('a'));
    await first.heard;
    await dying.ended;
    expect(first.events.at(-1)).toEqual({ kind: 'abandoned', uuid: 'a', hostname: 'app-worker-1' });
    expect((await show('a')).checksum).toBeNull();
    const { progress, heard } = hear('finished');
    startWorker({ progress, hostname: 'app-worker-2' });
    await heard;
    expect((await show('a')).generated_by).toBe('app-worker-2');
    expect(broker.queues()).toMatchObject([{ name: 'normal', ready: 0 }]);
  });

  it('tries again when the API does not answer, or fails, and acknowledges only then', async () => {
    await startApi();
    const troubles = ['refused', 'broken', 'broken'];
    const { progress, heard } = hear('finished');
    startWorker({
      progress,
      fetch: async (url, init) => {
        const trouble = troubles.shift();
        expect(broker.queues()).toMatchObject([{ unacknowledged: 1 }]);
        if (trouble === 'refused') throw new TypeError('connection refused');
        return trouble === 'broken' ? new Response('no', { status: 503 }) : api.fetch(new Request(url, init));
      },
    });
    await post(task('a'));
    await heard;
    expect((await show('a')).checksum).not.toBeNull();
    expect(clock.waits.filter((wait) => wait >= 1000)).toEqual([1000, 2000, 4000]);
    expect(log.join('\n')).toContain('task a: connection refused; trying again in 1 seconds');
  });

  it('goes on with the next task when a fractal was deleted while it was drawn', async () => {
    await startApi();
    const { progress, heard } = hear('finished', 2);
    startWorker({
      progress: (event) => {
        progress(event);
        if (event.kind === 'started' && event.task.uuid === 'a')
          void ask('/v1/fractal/a', { method: 'DELETE' });
      },
    });
    await post(task('a'));
    await post(task('b'));
    await heard;
    expect((await show('b')).checksum).not.toBeNull();
    expect(log).toContain('ERROR faafo.worker task a: the API answered 404');
  });

  it('refuses messages that would kill or hang the original, and goes on', async () => {
    await startApi();
    const { progress, heard } = hear('finished');
    startWorker({ progress });
    const channel = await (await broker.connect()).createConfirmChannel();
    const json = { contentType: 'application/json', persistent: true };
    await channel.assertQueue('normal', { durable: true });
    channel.sendToQueue('normal', Buffer.from('not JSON'), json);
    channel.sendToQueue('normal', Buffer.from(JSON.stringify(task('x'))), { contentType: 'text/plain' });
    channel.sendToQueue('normal', Buffer.from(JSON.stringify(task('x', { width: 1 }))), json);
    channel.sendToQueue(
      'normal',
      Buffer.from(JSON.stringify(task('x', { xa: 3, xb: 4, ya: 3, yb: 4 }))),
      json,
    );
    await channel.waitForConfirms();
    await post(task('a'));
    await heard;
    expect(
      log.filter((line) => line.startsWith('ERROR')).map((line) => line.replace('ERROR faafo.worker ', '')),
    ).toEqual([
      'refusing a message: it is not JSON',
      'refusing a message: its content type is text/plain, not application/json',
      'refusing a message: width must be a whole number from 2 to 16384',
      'task x: its view holds no constant to draw with',
    ]);
  });

  it('reports to an API of the original: without c, and with another picture where one exists', async () => {
    await startApi();
    const bodies: { c?: string; checksum: string }[] = [];
    const { progress, heard } = hear('finished');
    startWorker({
      progress,
      fetch: async (_, init) => {
        const body = JSON.parse(String(init.body));
        bodies.push(body);
        if ('c' in body) return Response.json({ message: "Model does not have field 'c'" }, { status: 400 });
        return bodies.length === 2
          ? Response.json({ message: 'IntegrityError' }, { status: 400 })
          : Response.json({});
      },
    });
    await post(task('a'));
    await heard;
    expect(bodies.map((body) => 'c' in body)).toEqual([true, false, true, false]);
    expect(bodies[3]?.checksum).not.toBe(bodies[1]?.checksum);
  });

  it('comes back after its broker has been away', async () => {
    await startApi();
    const before = hear('finished');
    const after = hear('finished', 2);
    startWorker({
      progress: (event) => {
        before.progress(event);
        after.progress(event);
      },
    });
    await post(task('a'));
    await before.heard;
    const first = broker;
    broker = await createBroker();
    await first.close();
    await post(task('b'));
    await after.heard;
    expect((await show('b')).checksum).not.toBeNull();
    expect(log.join('\n')).toContain(
      'WARNING faafo.worker connection to the broker lost: 320 (CONNECTION-FORCED)',
    );
  });

  it('gives up a picture when its connection is cut, for the broker has given the task to another', async () => {
    await startApi();
    const { progress, heard, events } = hear('finished');
    let connection: ChannelModel | undefined;
    startWorker({
      connect: async () => {
        connection = await broker.connect();
        return connection;
      },
      iterationsPerSecond: 1000,
      progress: (event) => {
        progress(event);
        const first = events.filter(({ kind }) => kind === 'rows').length === 1;
        if (first && event.kind === 'rows' && connection instanceof BrokerConnection) {
          connection.sever(new Error('cut'));
        }
      },
    });
    await post(task('a', { height: 2, width: 2 }));
    await heard;
    expect(events.filter(({ kind }) => kind !== 'rows').map(({ kind }) => kind)).toEqual([
      'started',
      'abandoned',
      'started',
      'finished',
    ]);
  });
});

describe('the API and its broker', () => {
  it('takes tasks while the broker is away, and sends them when it is back', async () => {
    let away = true;
    await startApi(async () => {
      if (away) throw new Error('connection refused');
      return broker.connect();
    });
    expect((await post(task('a'))).status).toBe(201);
    expect((await ask('/')).status).toBe(200);
    away = false;
    const { progress, heard } = hear('finished');
    startWorker({ progress });
    await heard;
    expect((await show('a')).checksum).not.toBeNull();
    expect(log).toContain('WARNING faafo.api tasks have to wait: connection refused');
  });

  it('sends after a restart what had not been sent before', async () => {
    await startApi(async () => {
      throw new Error('connection refused');
    });
    await post(task('a'));
    stop.abort();
    await Promise.all(running);
    stop = new AbortController();
    await startApi();
    const { progress, heard } = hear('finished');
    startWorker({ progress });
    await heard;
  });

  it('loses no task when the broker dies and comes back with its storage', async () => {
    const storage = memoryStorage();
    broker = await createBroker({ storage });
    await startApi();
    for (const uuid of ['a', 'b', 'c']) await post(task(uuid));
    await broker.close();
    broker = await createBroker({ storage });
    await post(task('d'));
    const missing = new Set(['a', 'b', 'c', 'd']);
    const all = Promise.withResolvers<void>();
    startWorker({
      progress: (event) => {
        if (event.kind === 'finished') missing.delete(event.uuid);
        if (missing.size === 0) all.resolve();
      },
    });
    await all.promise;
  });

  it('sends what the original sends: thirteen fields, persistent JSON', async () => {
    await startApi();
    const channel = await (await broker.connect()).createChannel();
    await channel.assertQueue('normal', { durable: true });
    const message = new Promise<ConsumeMessage | null>((resolve) => channel.consume('normal', resolve));
    await post(task('a'));
    const sent = await message;
    expect(JSON.parse(sent?.content.toString() ?? '')).toEqual({
      ...task('a'),
      checksum: null,
      duration: null,
      generated_by: null,
      size: null,
      url: null,
    });
    expect(sent?.properties).toMatchObject({
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      deliveryMode: 2,
      priority: 0,
      headers: {},
    });
    expect(sent?.fields).toMatchObject({ exchange: 'tasks', routingKey: 'normal' });
  });
});
