import type { ChannelModel } from 'amqplib';
import { type Broker, createBroker } from '../../../sandbox-server/faafo/broker/broker.ts';
import type { WorkerProgress } from '../../../sandbox-server/faafo/drawing.ts';
import type { Fractal } from '../../../sandbox-server/faafo/fractal.ts';
import { loadJuliaKernel } from '../../../sandbox-server/faafo/julia/load.ts';
import { openFaafo } from '../../../sandbox-server/faafo/open.ts';
import { openSqlite } from '../../../sandbox-server/faafo/sqlite.ts';
import { runFaafoWorker, type WorkerParts } from '../../../sandbox-server/faafo/worker.ts';
import { createInlineRenderer } from '../../fakes/inline-renderer.ts';
import { LeapingClock } from '../../fakes/leaping-clock.ts';
import { numbers } from '../../fakes/numbers.ts';
import { task as smallTask } from '../../fakes/task.ts';

const renderer = createInlineRenderer(await loadJuliaKernel());

/** A task of 600 pixels. */
export const task = (uuid: string, changes: object = {}) =>
  smallTask(uuid, { width: 30, height: 20, iterations: 100, ...changes });

/** A whole faafo of one test: a database, a broker, an API and workers, on a clock that nobody waits for. */
export class Deployment {
  readonly clock = new LeapingClock();
  readonly log: string[] = [];
  readonly #sql = openSqlite(':memory:');
  /** The broker that whoever connects reaches; a test may put another in its place. */
  broker: Broker;
  #api: Awaited<ReturnType<typeof openFaafo>> | undefined;
  #running: Promise<unknown>[] = [];
  #stop = new AbortController();

  private constructor(broker: Broker) {
    this.broker = broker;
  }

  static async begin(): Promise<Deployment> {
    return new Deployment(await createBroker());
  }

  /** Starts the API, anew on the same database when it ran before. */
  async startApi(connect: () => Promise<ChannelModel> = () => this.broker.connect()): Promise<void> {
    this.#api = await openFaafo({
      sql: this.#sql,
      connect,
      clock: this.clock,
      signal: this.#stop.signal,
      random: numbers(5),
      log: this.#note,
    });
    this.#running.push(this.#api.ended);
  }

  startWorker(changes: Partial<WorkerParts> = {}): { kill: AbortController; ended: Promise<void> } {
    const kill = new AbortController();
    const ended = runFaafoWorker({
      connect: () => this.broker.connect(),
      fetch: (url, init) => this.fetch(url, init),
      endpoint: 'http://api/',
      renderer,
      hostname: 'app-worker-1',
      clock: this.clock,
      signal: AbortSignal.any([kill.signal, this.#stop.signal]),
      random: numbers(11),
      log: this.#note,
      ...changes,
    });
    this.#running.push(ended);
    return { kill, ended };
  }

  /** Ends the API and the workers; the database and the broker stay. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running.splice(0));
    this.#stop = new AbortController();
  }

  async fetch(url: string, init?: RequestInit): Promise<Response> {
    if (!this.#api) throw new Error('The API was not started.');
    return this.#api.fetch(new Request(url, init));
  }

  ask(path: string, init?: RequestInit): Promise<Response> {
    return this.fetch(`http://api${path}`, init);
  }

  post(body: object): Promise<Response> {
    return this.ask('/v1/fractal', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async show(uuid: string): Promise<Fractal> {
    return (await this.ask(`/v1/fractal/${uuid}`)).json();
  }

  readonly #note = (level: string, logger: string, message: string): void => {
    this.log.push(`${level} ${logger} ${message}`);
  };
}

/** Resolves once a worker has told so many times what is asked for. */
export function hear(kind: WorkerProgress['kind'], count = 1) {
  const heard = Promise.withResolvers<void>();
  const events: WorkerProgress[] = [];
  const progress = (event: WorkerProgress): void => {
    events.push(event);
    if (events.filter((each) => each.kind === kind).length === count) heard.resolve();
  };
  return { progress, events, heard: heard.promise };
}
