import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import { type ClientMessage, serverMessage } from '../../../sandbox-server/protocol/browser.ts';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { newLearner } from '../../support/learner.ts';

const lesson = '10-openstack/10-your-first-server';

/** A learner's kernel in a running workbook, measured through the socket, as a page uses it. */
export interface Learner {
  /** Milliseconds that each of `count` kernels takes until it is ready. */
  starts(count: number): Promise<number[]>;
  /** MiB of a kernel that rests. */
  memory(): Promise<number>;
  /** Milliseconds of each of `count` runs of a cell. */
  runs(count: number): Promise<number[]>;
  close(): void;
}

/** A new learner's line to a lesson, whose kernel has started. */
export async function openLine(url: string): Promise<Line> {
  const { cookie } = await newLearner(url);
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin: url } });
  await once(socket, 'open');
  const line = new Line(socket);
  line.send({ type: 'open', lesson, after: 0 });
  // The caches of the first start are not what a learner meets day by day.
  await line.run('1');
  return line;
}

/** A cell with types and a line of output; another one for each `index`. */
export const typicalCell = (index: number): string =>
  `const value: number = ${index} * 2;\nconsole.log(value);`;

export async function openLearner(url: string): Promise<Learner> {
  const line = await openLine(url);
  return {
    starts: (count) => repeat(count, () => line.restart()),
    async memory() {
      // A kernel that has just started gives some of its memory back.
      await pause(1000);
      return Number(await line.run('console.log(Deno.memoryUsage().rss / 1024 / 1024)'));
    },
    runs: (count) =>
      repeat(count, async (index) => {
        const begin = performance.now();
        await line.run(typicalCell(index));
        return performance.now() - begin;
      }),
    close: () => line.close(),
  };
}

async function repeat(count: number, measure: (index: number) => Promise<number>): Promise<number[]> {
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) taken.push(await measure(index));
  return taken;
}

/** One reader of a lesson's log, who also asks for runs. */
export class Line {
  readonly #socket: WebSocket;
  #hear: (event: RunEvent) => void = () => undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const message = serverMessage.parse(JSON.parse(String(data)));
      if (message.type === 'entries') for (const { event } of message.entries) this.#hear(event);
    });
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  close(): void {
    this.#socket.terminate();
  }

  /** Runs a cell to its end; resolves to what it printed. */
  run(code: string): Promise<string> {
    const run = randomUUID();
    let printed = '';
    return new Promise((resolve, reject) => {
      this.#hear = (event) => {
        if (!('run' in event) || event.run !== run) return;
        if (event.kind === 'output') printed += event.text;
        if (event.kind !== 'finished') return;
        if (event.outcome === 'ok') resolve(printed);
        else reject(new Error(`The cell ended with ${event.outcome}: ${event.error?.message}`));
      };
      this.send({ type: 'run', lesson, run, cell: 'connect', code });
    });
  }

  /** Resolves to the milliseconds from the beginning of the new kernel until it is ready. */
  restart(): Promise<number> {
    let begin = performance.now();
    return new Promise((resolve) => {
      this.#hear = (event) => {
        if (event.kind !== 'kernel') return;
        if (event.state === 'starting') begin = performance.now();
        if (event.state === 'ready') resolve(performance.now() - begin);
      };
      this.send({ type: 'restart', lesson });
    });
  }
}
