import type { Connection } from '../../sandbox-server/engines/connection.ts';
import {
  type Ending,
  type Engine,
  EngineError,
  type Host,
  type Order,
} from '../../sandbox-server/engines/engine.ts';

/**
 * An engine without a V8: its hosts say that they are ready and agree to everything. A script never ends
 * until `finish` is called; what a script would print is not printed.
 */
export class MuteEngine implements Engine {
  readonly name = 'mute';
  readonly orders: Order[] = [];
  readonly hosts: MuteHost[] = [];
  /** The environments that were handed to kernels, in order. */
  readonly environments: unknown[] = [];
  /** What cells have declared in every kernel. */
  names = ['kept'];
  /** When set, there are no more kernels to be had, for this reason. */
  refusal: string | undefined;
  #held: Promise<void> = Promise.resolve();

  async probe() {
    return { available: true, sentence: 'Nothing runs here.' };
  }

  /** Kernels that are asked for from now on come when they are released. */
  hold(): { release(): void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return { release: resolve };
  }

  async launch(order: Order): Promise<Host> {
    await this.#held;
    if (this.refusal !== undefined) throw new EngineError(this.refusal);
    this.orders.push(order);
    const host = new MuteHost(this);
    this.hosts.push(host);
    return host;
  }

  /** Ends the script that the newest host runs. */
  finish(): void {
    this.hosts.at(-1)?.finish();
  }
}

interface Request {
  id: number;
  method: string;
  params: { replMode?: boolean; expression?: string };
}

class MuteHost implements Host {
  readonly connection: Connection;
  readonly exited: Promise<Ending>;
  #end: (ending: Ending) => void = () => undefined;
  #tell: (message: object) => void = () => undefined;
  #running: number | undefined;
  readonly #engine: MuteEngine;

  constructor(engine: MuteEngine) {
    this.#engine = engine;
    this.exited = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.connection = {
      address: 'ws://mute/',
      closed: this.exited.then(() => undefined),
      close: () => undefined,
      receive: (listener) => {
        this.#tell = (message) => listener(JSON.stringify(message));
        const args = [{ type: 'string', value: 'workbook: ready' }];
        this.#tell({ method: 'Runtime.consoleAPICalled', params: { type: 'debug', args } });
      },
      send: (text) => this.#answer(JSON.parse(text)),
    };
  }

  finish(): void {
    if (this.#running === undefined) return;
    this.#tell({ id: this.#running, result: { result: { type: 'undefined' } } });
    this.#running = undefined;
  }

  async memory(): Promise<number> {
    return 1;
  }

  stop(): Promise<Ending> {
    return this.end({ kind: 'stopped', reason: { code: 'kernel-stopped' } });
  }

  end(ending: Ending): Promise<Ending> {
    this.#end(ending);
    return this.exited;
  }

  #answer({ id, method, params }: Request): void {
    if (method === 'Runtime.evaluate' && params.replMode) this.#running = id;
    else queueMicrotask(() => this.#tell({ id, result: this.#resultOf(method, params.expression ?? '') }));
  }

  #resultOf(method: string, expression: string): object {
    if (method === 'Runtime.globalLexicalScopeNames') return { names: this.#engine.names };
    if (method === 'Debugger.setBreakpointByUrl') return { breakpointId: '1' };
    if (expression.includes('isUntouched')) return { result: { type: 'boolean', value: true } };
    const adopted = /adopt\((.*)\)/.exec(expression)?.[1];
    if (adopted !== undefined) this.#engine.environments.push(JSON.parse(adopted));
    return { result: { type: 'undefined' } };
  }
}
