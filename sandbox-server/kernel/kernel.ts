import { setImmediate } from 'node:timers/promises';
import type { Script } from '../compile/cell.ts';
import { type Ending, EngineError, type Host } from '../engines/engine.ts';
import type { Breakpoints } from '../protocol/debugger.ts';
import type { RunEvent } from '../protocol/events.ts';
import type { Reason } from '../protocol/reason.ts';
import { endedBy } from '../protocol/reason-in-english.ts';
import { type Clock, systemClock } from './clock.ts';
import { Debugger } from './debugger.ts';
import { readFailure } from './failure.ts';
import { holdsState } from './holds-state.ts';
import { Inspector, InspectorError } from './inspector.ts';
import { Library } from './library.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { consoleCall, type ExceptionDetails, evaluation, type RemoteObject } from './messages.ts';
import { Output } from './output.ts';
import { Passing } from './passing.ts';
import { inTimeOr, isDoneInTime, type Waiting } from './patience.ts';
import { type Finish, Run } from './run.ts';
import { type Unfolded, unfold, unfoldScope } from './unfold.ts';

export interface KernelParts {
  host: Host;
  /** Hears everything that runs do, in order. */
  emit(event: RunEvent): void;
  clock?: Clock;
  limits?: Limits;
}

/** The name by which the kernel's program says something to us. */
const bindingName = '__workbook_send__';
/** The program's first word (`library/kernel.ts`). */
const readyWord = 'workbook: ready';
/** Why the time of a run is no longer watched. */
const runIsOver = new Error('The run is over.');

/** Readies the kernel on a host. @throws EngineError when it ends before it is ready */
export async function startKernel(parts: KernelParts): Promise<Kernel> {
  const ready = Promise.withResolvers<void>();
  const kernel = new Kernel(parts, ready.resolve);
  const failed = parts.host.exited.then(({ reason }) => {
    throw new EngineError(reason);
  });
  await Promise.race([failed, kernel.prepare(ready.promise)]);
  return kernel;
}

/** Runs scripts one after another in one V8, which keeps what they declare. */
export class Kernel {
  /** Settles when the kernel has ended, for whatever reason. */
  readonly exited: Promise<Ending>;
  readonly #host: Host;
  readonly #emit: (event: RunEvent) => void;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #inspector: Inspector;
  readonly #output: Output;
  readonly #passing: Passing;
  readonly #library: Library;
  /** Pauses runs at breakpoints. */
  readonly debugger: Debugger;
  #current: Run | undefined;

  constructor({ host, emit, clock = systemClock, limits = defaultLimits }: KernelParts, ready: () => void) {
    this.#host = host;
    this.#emit = emit;
    this.#clock = clock;
    this.#limits = limits;
    this.exited = host.exited;
    this.#output = new Output({
      emit,
      clock,
      overflow: (run, reason) => this.#overflow(run, reason),
      release: (handles) => this.#release(handles),
    });
    this.#inspector = new Inspector(host.connection, (method, parameters) =>
      this.#hear(method, parameters, ready),
    );
    this.#passing = new Passing(this.#inspector, clock, host.exited);
    this.#library = new Library(this.#inspector);
    this.debugger = new Debugger({
      inspector: this.#inspector,
      clock,
      emit,
      find: (run) => this.#output.run(run),
      latest: (cell) => this.#output.latest(cell),
      expired: (run) => this.#overPaused(run),
    });
  }

  async prepare(ready: Promise<void>): Promise<void> {
    const enabled = this.#inspector.request('Runtime.enable');
    const bound = this.#inspector.request('Runtime.addBinding', { name: bindingName });
    // Nobody reads where in the kernel a console message or an error comes from: an error's own stack says it.
    const brief = this.#inspector.request('Runtime.setMaxCallStackSizeToCapture', { size: 0 });
    await Promise.all([enabled, bound, brief, ready]);
    await this.#passing.do(`this.__workbook__.connect(this.${bindingName}); delete this.${bindingName}`);
    await this.#library.open();
  }

  /** Gives a kernel that was started ahead the environment of the one who gets it; cells may read it from now on. */
  async adopt(environment: Record<string, string>): Promise<void> {
    await this.#passing.do(`this.__workbook__.adopt(${JSON.stringify(environment)})`);
  }

  /** Whether anything that cells have made would be lost with it; one that does not answer may hold something. */
  async holdsState(): Promise<boolean> {
    const silent = this.#clock.wait(this.#limits.patience).then(() => true);
    return Promise.race([holdsState(this.#inspector).catch(() => true), silent]);
  }

  /**
   * Runs a script to its end; never rejects, whatever the script does. One at a time.
   * @param breakpoints where it pauses, in cells that have run and in itself; without any, it is not debugged until it is given some
   */
  async run(script: Script, breakpoints: Breakpoints = []): Promise<Finish> {
    const run = new Run(script, this.#clock.now(), this.#limits);
    this.#current = run;
    this.#inspector.deaf = false;
    this.#output.begin(run);
    this.#emit({ kind: 'started', run: run.id, cell: run.cell, limit: run.timeLimit.allowance });
    const over = new AbortController();
    void this.#limitTime(run, over.signal);
    this.debugger.begin(run, breakpoints);
    const finish = await Promise.race([this.#evaluate(run, script.source), run.ended, this.#lost(run)]);
    over.abort(runIsOver);
    this.debugger.end();
    this.#current = undefined;
    this.#inspector.deaf = false;
    this.#output.flush();
    const elapsed = Math.max(0, this.#clock.now() - run.startedAt);
    this.#emit({ kind: 'finished', run: run.id, cell: run.cell, ...finish, elapsed });
    return finish;
  }

  /** Ends the running script and keeps what it and others declared; ends the kernel if it does not obey. */
  async interrupt(): Promise<void> {
    if (this.#current) await this.#halt(this.#current, { outcome: 'interrupted' });
    else if (!(await this.#within(this.#passing.terminate()))) await this.#host.stop();
  }

  /** Gives the running run more time: `over` when it is not running, `most` when it has the most already. */
  extend(id: string): 'extended' | 'over' | 'most' {
    const run = this.#current;
    if (run?.id !== id || run.stopping) return 'over';
    if (!run.timeLimit.extend()) return 'most';
    this.#emit({ kind: 'extended', run: id, cell: run.cell, limit: run.timeLimit.allowance });
    return 'extended';
  }

  /** The properties of a value that this kernel gave a handle for. */
  async unfold(handle: string): Promise<Unfolded> {
    const gone: Unfolded = { properties: [], gone: true };
    const type = this.debugger.scopeType(handle);
    const unfolded = await this.ask(
      (library) =>
        type === undefined
          ? unfold(this.#inspector, library, handle)
          : unfoldScope(this.#inspector, library, { handle, type }),
      gone,
    );
    this.#output.hold(handle, unfolded);
    this.#library.variables.hold(handle, unfolded);
    return unfolded;
  }

  /** What the kernel's library does for the reader, beside cells; `gone` when the kernel is no more. */
  ask<Result>(request: (library: Library) => Promise<Result>, gone: Result): Promise<Result> {
    // With no cell in its way, what was asked for only takes its time.
    return inTimeOr(request(this.#library), gone, this.#waiting(this.#current ? 1 : 10));
  }

  /** Memory in use, in MiB. */
  memory(): Promise<number> {
    return this.#host.memory();
  }

  stop(): Promise<Ending> {
    return this.#host.stop();
  }

  #hear(method: string, parameters: unknown, ready: () => void): void {
    if (method.startsWith('Debugger.')) this.debugger.hear(method, parameters);
    if (method === 'Runtime.bindingCalled') this.#output.binding(parameters);
    // The program has ended, and waits for us to hang up.
    if (method === 'Runtime.executionContextDestroyed') this.#host.connection.close();
    if (method !== 'Runtime.consoleAPICalled') return;
    const call = consoleCall.parse(parameters);
    if (call.args[0]?.value === readyWord) ready();
    else this.#output.console(call);
  }

  async #evaluate(run: Run, expression: string): Promise<Finish> {
    try {
      const answer = await this.#inspector.request('Runtime.evaluate', {
        expression,
        replMode: true,
        awaitPromise: true,
      });
      const { result, exceptionDetails } = evaluation.parse(answer);
      this.debugger.end();
      if (run.stopping) return await run.ended;
      if (exceptionDetails) return await this.#failure(exceptionDetails, run);
      return await this.#showResult(run, result);
    } catch (error) {
      if (!(error instanceof InspectorError)) throw error;
      if (run.stopping) return await run.ended;
      return { outcome: 'error', error: endedBy('Stuck', { code: 'stuck' }) };
    }
  }

  async #showResult(run: Run, result: RemoteObject): Promise<Finish> {
    if (result.type === 'undefined') return { outcome: 'ok' };
    const shown = new AbortController();
    const busy = this.#clock.wait(this.#limits.patience, shown.signal).catch(() => undefined);
    const presented = await this.#library.present(result, busy).finally(() => shown.abort());
    if (run.stopping) return await run.ended;
    if ('exceptionDetails' in presented) return await this.#failure(presented.exceptionDetails, run);
    for (const display of presented.displays) this.#output.display(run, display);
    return { outcome: 'ok' };
  }

  async #failure(details: ExceptionDetails, run: Run): Promise<Finish> {
    const error = await readFailure(details, run, this.#inspector, (id) => this.#output.script(id));
    return { outcome: 'error', error };
  }

  async #lost(run: Run): Promise<Finish> {
    const { kind, reason } = await this.exited;
    // A run that is being stopped says itself how it ended; give it the word.
    if (run.stopping) await setImmediate();
    const name = kind === 'memory' ? 'OutOfMemory' : 'KernelLost';
    const outcome = kind === 'stopped' ? 'interrupted' : 'lost';
    return { outcome, error: endedBy(name, reason) };
  }

  async #limitTime(run: Run, over: AbortSignal): Promise<void> {
    const inTime = await run.timeLimit.strikes(this.#clock, over).then(
      () => false,
      () => true,
    );
    if (inTime) return;
    const reason: Reason = { code: 'out-of-time', seconds: run.timeLimit.time / 1000 };
    await this.#halt(run, { outcome: 'timeout', error: endedBy('Timeout', reason) });
  }

  #overPaused(run: Run): void {
    void this.#halt(run, { outcome: 'timeout', error: endedBy('Timeout', { code: 'paused-too-long' }) });
  }

  #overflow(run: Run, reason: Reason): void {
    if (run !== this.#current) {
      void this.#passing.stop(run.id);
      return;
    }
    this.#inspector.deaf = true;
    void this.#halt(run, { outcome: 'interrupted', error: endedBy('TooMuchOutput', reason) });
  }

  async #halt(run: Run, finish: Finish): Promise<void> {
    if (run.stopping) {
      await run.ended;
      return;
    }
    run.stopping = finish;
    run.muted = true;
    // A paused kernel does nothing else.
    this.debugger.end();
    const obeyed = await this.#within(this.#passing.terminate(run.id));
    if (obeyed) {
      run.end(finish);
      return;
    }
    run.end({ outcome: finish.outcome, error: endedBy('KernelLost', { code: 'did-not-stop' }) });
    await this.#host.stop();
  }

  #within(work: Promise<void>): Promise<boolean> {
    return isDoneInTime(work, this.#waiting());
  }

  #waiting(times = 1): Waiting {
    return { clock: this.#clock, time: this.#limits.patience * times, exited: this.exited };
  }

  #release(handles: readonly string[]): void {
    for (const objectId of handles) {
      if (!this.#library.release(objectId)) void this.#passing.attempt('Runtime.releaseObject', { objectId });
    }
  }
}
