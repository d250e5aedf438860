import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { z } from 'zod';
import { ModuleSyntaxError } from './diagnostics.ts';
import type { ParserOrder, ParserThread } from './parser-order.ts';
import type { Place } from './result-place.ts';

/** A cell that is not understood after so many milliseconds is none that anybody wrote to be read. */
const longest = 1000;
/** Most cells are understood in a twentieth of it; waiting on the spot is quicker than to be called back. */
const worthWaitingFor = 2;

const place = z.object({ start: z.number(), end: z.number() }).optional();

/** What one order came to. */
type Answer = { kind: 'done'; result: unknown } | { kind: 'late' } | { kind: 'broken' };

/** The thread, and the way to it; `answered` counts its answers. */
interface Line {
  thread: Worker;
  port: MessagePort;
  answered: Int32Array<SharedArrayBuffer>;
}

/**
 * The parsers that know TypeScript, in a thread of their own. Some texts, a few characters long, would keep
 * them busy for years, and deeply nested ones spoil them for whatever comes next: then the thread is ended,
 * and a new one takes its place.
 */
class Parsers {
  #line: Line | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * The cell with blanks in place of its types; undefined when that is not enough, or it is faulty.
   * @throws ModuleSyntaxError when it cannot be understood in a reasonable time
   */
  async strip(code: string): Promise<string | undefined> {
    return z
      .string()
      .optional()
      .parse(await this.#ask({ task: 'strip', code }));
  }

  /** Where the expression stands that is the cell's result, if there is one. @throws ModuleSyntaxError as `strip` */
  async result(code: string): Promise<Place | undefined> {
    return place.parse(await this.#ask({ task: 'result', code }));
  }

  /** One order after the other. */
  async #ask(order: ParserOrder): Promise<unknown> {
    const turn = this.#turn.then(() => this.#carryOut(order));
    this.#turn = turn.catch(() => undefined);
    const answer = await turn;
    if (answer.kind === 'done') return answer.result;
    if (answer.kind === 'broken') return undefined;
    throw new ModuleSyntaxError('This cell is nested in ways that take too long to understand.', undefined);
  }

  async #carryOut(order: ParserOrder): Promise<Answer> {
    this.#line ??= await this.#begin();
    const { thread, port, answered } = this.#line;
    const before = Atomics.load(answered, 0);
    port.postMessage(order);
    Atomics.wait(answered, 0, before, worthWaitingFor);
    const soon = receiveMessageOnPort(port);
    if (soon) return { kind: 'done', result: soon.message };
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const done = (result: unknown) => resolve({ kind: 'done', result });
    const broken = () => resolve({ kind: 'broken' });
    const clock = setTimeout(() => resolve({ kind: 'late' }), longest);
    thread.once('error', broken).once('exit', broken);
    port.once('message', done);
    const answer = await promise;
    clearTimeout(clock);
    thread.off('error', broken).off('exit', broken);
    port.off('message', done);
    if (answer.kind !== 'done') await this.#end(thread);
    return answer;
  }

  /** Its beginning does not count as time for a cell. */
  async #begin(): Promise<Line> {
    const { port1: port, port2 } = new MessageChannel();
    const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const thread = new Worker(new URL('./parser-thread.ts', import.meta.url), {
      workerData: { port: port2, answered } satisfies ParserThread,
      transferList: [port2],
    });
    // It has ended itself; whoever waits for it hears so by `exit` too.
    thread.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      port.once('message', () => resolve());
      thread.once('exit', () => reject(new Error('The thread that understands TypeScript did not begin.')));
      port.postMessage({ task: 'strip', code: '' } satisfies ParserOrder);
    });
    thread.removeAllListeners('exit').unref();
    port.unref();
    return { thread, port, answered };
  }

  async #end(thread: Worker): Promise<void> {
    this.#line = undefined;
    await thread.terminate();
  }
}

/** One for the whole process: it has nothing of anybody's in it. */
export const parsers = new Parsers();
