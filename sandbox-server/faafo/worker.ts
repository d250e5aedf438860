import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { backoff, type Clock } from './clock.ts';
import { draw, type WorkerProgress } from './drawing.ts';
import { aborted, closeQuietly, watch, wordsOf } from './ending.ts';
import type { Task } from './fractal.ts';
import type { Renderer } from './julia/rendering.ts';
import { type Log, silent } from './log.ts';
import { type Connect, declareTasks, QUEUE, readTask } from './queue.ts';
import { report } from './report.ts';

/** What a worker needs of the machine that it runs on. */
export interface WorkerParts {
  /** Opens a connection to the broker. */
  connect: Connect;
  /** The machine's way to the API. */
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The API's base URL, without `/v1`. */
  endpoint: string;
  renderer: Renderer;
  /** What `generated_by` says. */
  hostname: string;
  clock: Clock;
  /** Kills the worker when aborted, in the middle of whatever it does: an unfinished task goes back to the queue. */
  signal: AbortSignal;
  random?: () => number;
  log?: Log;
  progress?: (event: WorkerProgress) => void;
  /**
   * The speed of the virtual processor: rounds of the loop in one second of the clock. Forty million, so that a
   * picture takes about as long as it did on a small server; Infinity draws as fast as the real machine can.
   */
  iterationsPerSecond?: number;
}

/** How often a task is drawn anew when an API with unique checksums has an equal picture already. */
const DRAWS = 3;

type Ready = Required<WorkerParts>;

/** Draws a task and reports it; returns how long drawing took, or undefined when there is nothing to draw. */
async function work(parts: Ready, task: Task): Promise<number | undefined> {
  const { log, hostname } = parts;
  log('INFO', 'faafo.worker', `processing task ${task.uuid}`);
  for (let drawn = 0; drawn < DRAWS; drawn += 1) {
    const picture = await draw(parts, task);
    if (!picture) {
      log('ERROR', 'faafo.worker', `task ${task.uuid}: its view holds no constant to draw with`);
      return undefined;
    }
    log('INFO', 'faafo.worker', `task ${task.uuid} processed in ${picture.duration.toFixed(6)} seconds`);
    const outcome = await report(parts, { uuid: task.uuid, generatedBy: hostname, ...picture });
    if (outcome !== 'collision') return picture.duration;
    log('WARNING', 'faafo.worker', `task ${task.uuid}: an equal picture exists; drawing another`);
  }
  log('ERROR', 'faafo.worker', `task ${task.uuid}: given up after ${DRAWS} pictures that exist already`);
  return undefined;
}

async function handle(parts: Ready, channel: Channel, message: ConsumeMessage): Promise<void> {
  const { log, progress, hostname, signal } = parts;
  let task: Task;
  try {
    task = readTask(message);
  } catch (error) {
    log('ERROR', 'faafo.worker', `refusing a message: ${wordsOf(error)}`);
    channel.ack(message);
    return;
  }
  const { uuid } = task;
  try {
    const duration = await work(parts, task);
    signal.throwIfAborted();
    channel.ack(message);
    if (duration !== undefined) progress({ kind: 'finished', uuid, hostname, duration });
  } catch (error) {
    progress({ kind: 'abandoned', uuid, hostname });
    throw error;
  }
}

async function serve(parts: Ready, connection: ChannelModel): Promise<void> {
  const { lost, add } = watch(connection);
  const signal = AbortSignal.any([parts.signal, lost.signal]);
  let current: Promise<void> = Promise.resolve();
  try {
    const channel = await connection.createChannel();
    add(channel);
    await channel.prefetch(1);
    await declareTasks(channel);
    await channel.consume(QUEUE, (message) => {
      if (!message) {
        lost.abort(new Error('the queue was deleted'));
        return;
      }
      current = handle({ ...parts, signal }, channel, message).catch((error: unknown) => lost.abort(error));
    });
    parts.log('INFO', 'faafo.worker', 'waiting for tasks');
    await aborted(signal);
  } finally {
    await closeQuietly(connection);
    await current;
  }
  lost.signal.throwIfAborted();
}

/**
 * Takes tasks from the queue one at a time, draws each, reports it to the API and only then acknowledges it.
 * A broker or an API that is away is waited for. Resolves once `signal` is aborted.
 */
export async function runFaafoWorker(parts: WorkerParts): Promise<void> {
  const ready: Ready = {
    random: Math.random,
    log: silent,
    progress: () => undefined,
    iterationsPerSecond: 40_000_000,
    ...parts,
  };
  const { connect, clock, signal, log } = ready;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const connection = await connect(signal);
      failures = 0;
      await serve(ready, connection);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      log('WARNING', 'faafo.worker', `connection to the broker lost: ${wordsOf(error)}`);
      await clock.wait(backoff(failures), signal).catch((reason: unknown) => {
        if (!signal.aborted) throw reason;
      });
    }
  }
}
