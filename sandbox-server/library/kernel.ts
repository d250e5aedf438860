import { announce, connect, currentRun, enter, isStopped, print, stop } from './channel.ts';
import { cellFetch } from './fetch.ts';
import { absent } from './imports.ts';
import { lighten } from './large.ts';
import { alert, confirm, prompt } from './questions.ts';
import { createService, showTable } from './service.ts';
import { endWorkers, watchWorkers } from './workers.ts';

/**
 * The program that a kernel runs: it prepares the globals for cells and then waits for the inspector to
 * bring them. It ends when its standard input does, that is, when the server is gone.
 */

interface Runtime {
  stdin: { read(buffer: Uint8Array): Promise<number | null> };
  env: { get(name: string): string | undefined; set(name: string, value: string): void };
  exit(code: number): never;
}
declare const Deno: Runtime;

const { defineProperty, entries, freeze, hasOwn, is } = Object;
const { includes } = String.prototype;
const { apply, ownKeys } = Reflect;
const { exit } = Deno;
// What a cell's beginning needs is kept from the start: cells may change any global.
const Channel = MessageChannel;
const OwnPromise = Promise;
const ownConstructor = freeze({ __proto__: null, value: Promise });
const { close, postMessage } = MessagePort.prototype;
const hear = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')?.set;

/** Longer text takes the way of the console, where it is cut rather than refused, in characters. */
const LONGEST_LINE = 1024 * 1024;

/**
 * Resolves in a task of its own. A cell begins with it: code that V8 entered from a task can be terminated,
 * code that it entered from the inspector cannot. Twenty times quicker than a timer.
 */
function tick(): Promise<void> {
  const turn = new OwnPromise<void>((resolve) => {
    const { port1, port2 } = new Channel();
    const arrive = () => {
      apply(close, port1, []);
      resolve();
    };
    if (hear) apply(hear, port1, [arrive]);
    apply(postMessage, port2, [undefined]);
  });
  // With it, `await` needs nothing of Promise.prototype.
  return defineProperty(turn, 'constructor', ownConstructor);
}

/** Errors name the scripts that the inspector brought; Deno's own form calls all of them `<anonymous>`. */
function stackOf(error: unknown, sites: NodeJS.CallSite[]): string {
  const lines = sites.map((site) => {
    const place = `${site.getScriptNameOrSourceURL()}:${site.getLineNumber()}:${site.getColumnNumber()}`;
    const name = site.getFunctionName();
    const asynchronous = site.isAsync() ? 'async ' : '';
    return `\n    at ${asynchronous}${name ? `${name} (${place})` : place}`;
  });
  return `${error}${lines.join('')}`;
}

function attributeConsole(): void {
  for (const name of ['log', 'info', 'debug', 'warn', 'error', 'dir', 'table', 'trace', 'assert'] as const) {
    const write = console[name];
    const stream = streamOf(name);
    console[name] = (...values: unknown[]) => {
      // Nobody hears it; and V8, while it describes an object for the console, forgets that it is to end the cell.
      if (isStopped(currentRun())) return;
      const line = stream && plainLine(values);
      if (stream && line !== undefined && print(stream, line)) return;
      if (name === 'table' && currentRun() !== undefined && showTable(values[0], values[1])) return;
      announce();
      apply(write, console, name === 'table' ? values : values.map(lighten));
    };
  }
}

/** Where the plain text of a console's method goes; undefined for those that do more than print. */
function streamOf(name: string): 'stdout' | 'stderr' | undefined {
  if (name === 'warn' || name === 'error') return 'stderr';
  return name === 'log' || name === 'info' || name === 'debug' ? 'stdout' : undefined;
}

/** The values as one line when each is its own text; undefined when there is one to unfold or to format by. */
function plainLine(values: unknown[]): string | undefined {
  const first = values[0];
  if (values.length > 1 && typeof first === 'string' && apply(includes, first, ['%'])) return undefined;
  let line = '';
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    const isPlain =
      typeof value === 'string' ||
      (typeof value === 'number' && !is(value, -0)) ||
      typeof value === 'boolean';
    if (!isPlain && value !== undefined && value !== null) return undefined;
    line += index === 0 ? `${value}` : ` ${value}`;
  }
  return line.length > LONGEST_LINE ? undefined : `${line}\n`;
}

/**
 * Timers of an interrupted run no longer fire, and what a timer does is done in a task of its own: code that
 * is terminated within the runtime's own list of timers would take that list with it.
 */
function stoppableTimers(): void {
  const { setTimeout: later, setInterval: repeat, clearInterval: end } = globalThis;
  const guarded = (start: typeof later | typeof repeat) =>
    function timer(callback: (...values: unknown[]) => void, delay?: number, ...values: unknown[]) {
      const run = currentRun();
      const fire = async () => {
        await tick();
        if (!isStopped(run) && !ended.has(handle)) callback(...values);
      };
      const handle = start(() => (isStopped(run) ? end(handle) : fire()), delay);
      return handle;
    };
  // One that is cleared between its time and its task must not fire either.
  const ended = new WeakSet<object>();
  const clear = (handle?: ReturnType<typeof later> | number | string) => {
    if (typeof handle === 'object') ended.add(handle);
    end(handle);
  };
  Object.assign(globalThis, {
    setTimeout: guarded(later),
    setInterval: guarded(repeat),
    clearTimeout: clear,
    clearInterval: clear,
  });
}

/** What fails when nobody waits for it is told, and ends nothing. */
function reportLateErrors(): void {
  const { error: complain } = console;
  const report = (reason: unknown) => {
    const thrownBy =
      reason instanceof Error ? /cell:[a-z0-9-]+\/([0-9a-f-]{36}):/.exec(`${reason.stack}`) : null;
    announce(thrownBy?.[1]);
    complain(reason);
  };
  globalThis.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    report(event.reason);
  });
  globalThis.addEventListener('error', (event) => {
    event.preventDefault();
    report(event.error);
  });
}

async function endWithServer(): Promise<void> {
  const buffer = new Uint8Array(16);
  while ((await Deno.stdin.read(buffer)) !== null);
  exit(0);
}

/** The environment of the learner whose kernel this becomes. */
function adopt(environment: Record<string, string>): void {
  for (const [name, value] of entries(environment)) Deno.env.set(name, value);
}

/** Whether no cell has left anything in the globals. */
function isUntouched(): boolean {
  return countGlobals() === globals;
}

function countGlobals(): number {
  // The binding is there for a moment, and may be so when they are first counted.
  return ownKeys(globalThis).length - (hasOwn(globalThis, '__workbook_send__') ? 1 : 0);
}

const proxy = Deno.env.get('WORKBOOK_PROXY');
globalThis.fetch = cellFetch(globalThis.fetch, proxy === undefined ? undefined : new URL(proxy));
Error.prepareStackTrace = stackOf;
Error.stackTraceLimit = 30;
reportLateErrors();
attributeConsole();
stoppableTimers();
watchWorkers();
Object.assign(globalThis, { alert, confirm, prompt });
defineProperty(globalThis, '__workbook__', {
  value: freeze({
    absent,
    adopt,
    connect,
    endWorkers,
    enter,
    isUntouched,
    stop,
    tick,
    ...createService(tick),
  }),
});
const globals = countGlobals();
// The server waits for this word before it sends the first cell.
console.debug('workbook: ready');
await endWithServer();
