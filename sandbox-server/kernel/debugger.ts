import { scriptName } from '../compile/cell.ts';
import {
  type Breakpoints,
  mostFrames,
  mostScopes,
  type StackFrame,
  type StepKind,
  scope,
} from '../protocol/debugger.ts';
import type { RunEvent } from '../protocol/events.ts';
import type { Clock } from './clock.ts';
import { type Inspector, InspectorError } from './inspector.ts';
import { breakpointSet, type CallFrame, pausedAt, scriptParsed } from './messages.ts';
import type { Run } from './run.ts';

/** What the debugger needs of its kernel. */
export interface DebuggerParts {
  inspector: Inspector;
  clock: Clock;
  emit(event: RunEvent): void;
  /** A run by its id; and the last run of a cell, whose functions later cells call. */
  find(run: string): Run | undefined;
  latest(cell: string): Run | undefined;
  /** Hears that a run has been paused for as long as it may be. */
  expired(run: Run): void;
}

/** V8 steps over what is no cell: the library, the runtime. */
const foreign = ['^(?!cell:)'];
const cellUrl = /^cell:[a-z0-9-]+\/([0-9a-f-]{36})$/;
/** V8 tells of each script that a run makes; one that makes more is not debugged any further. */
const mostScripts = 20_000;
const methods: Record<StepKind, string> = {
  continue: 'Debugger.resume',
  over: 'Debugger.stepOver',
  into: 'Debugger.stepInto',
  out: 'Debugger.stepOut',
};
/** Why a pause is no longer watched. */
const pauseIsOver = new Error('The pause is over.');

/** Pauses a run at its breakpoints, says where it is, and lets it go on. Between runs, V8 debugs nothing. */
export class Debugger {
  readonly #parts: DebuggerParts;
  #run: Run | undefined;
  /** V8's names of the breakpoints that are set. */
  #set: Promise<string[]> = Promise.resolve([]);
  #scripts = 0;
  /** The runs whose scripts these are, by V8's number of the script. */
  readonly #runs = new Map<string, string>();
  /** There while the run is paused. */
  #pause: AbortController | undefined;
  /** What V8 calls the scopes of the place where the run is paused. */
  readonly #scopes = new Set<string>();

  constructor(parts: DebuggerParts) {
    this.#parts = parts;
  }

  /** Debugs a run that is about to begin. V8 answers in order, so that nothing of this need be waited for. */
  begin(run: Run, breakpoints: Breakpoints): void {
    this.#run = run;
    this.#scripts = 0;
    this.#runs.clear();
    this.#ask('Debugger.enable');
    this.#ask('Debugger.setBlackboxPatterns', { patterns: foreign });
    this.#set = this.#place(breakpoints);
  }

  /** Takes other breakpoints for a run that is going on. @returns false when it is not debugged */
  async replace(id: string, breakpoints: Breakpoints): Promise<boolean> {
    if (this.#run?.id !== id) return false;
    this.#set = this.#set.then((before) => {
      for (const breakpointId of before) this.#ask('Debugger.removeBreakpoint', { breakpointId });
      return this.#place(breakpoints);
    });
    await this.#set;
    return true;
  }

  /** Lets a paused run go on. @returns false when it is not paused */
  step(id: string, how: StepKind): boolean {
    if (this.#run?.id !== id || this.#pause === undefined) return false;
    this.#goOn();
    this.#ask(methods[how]);
    return true;
  }

  /** The run is over, or is to be ended: one that is paused is terminated where it stands, without another step. */
  end(): void {
    if (this.#run === undefined) return;
    if (this.#pause) this.#ask('Debugger.resume', { terminateOnResume: true });
    this.#goOn();
    this.#run = undefined;
    this.#ask('Debugger.disable');
  }

  /** Whether `handle` stands for the names of a scope, not for a value. */
  isScope(handle: string): boolean {
    return this.#scopes.has(handle);
  }

  hear(method: string, parameters: unknown): void {
    if (method === 'Debugger.paused') this.#hearPaused(pausedAt.parse(parameters).callFrames);
    if (method !== 'Debugger.scriptParsed') return;
    const { scriptId, url } = scriptParsed.parse(parameters);
    const run = cellUrl.exec(url)?.[1];
    if (run !== undefined) this.#runs.set(scriptId, run);
    this.#scripts += 1;
    if (this.#scripts > mostScripts && this.#pause === undefined) this.end();
  }

  #hearPaused(callFrames: CallFrame[]): void {
    const run = this.#run;
    const frames = callFrames.flatMap((each) => this.#frame(each) ?? []).slice(0, mostFrames);
    if (run === undefined || frames.length === 0) {
      this.#ask('Debugger.resume');
      return;
    }
    this.#pause = new AbortController();
    for (const { scopes } of frames) for (const { handle } of scopes) this.#scopes.add(handle);
    run.timeLimit.pause(this.#parts.clock.now());
    this.#parts.emit({ kind: 'paused', run: run.id, cell: run.cell, frames });
    const longest = this.#parts.clock.wait(run.timeLimit.pauseAllowance, this.#pause.signal);
    longest.then(
      () => this.#parts.expired(run),
      () => undefined,
    );
  }

  /** Where a frame is, in the words of its cell's author; undefined for what is not theirs. */
  #frame({ functionName, location, scopeChain }: CallFrame): StackFrame | undefined {
    const run = this.#parts.find(this.#runs.get(location.scriptId) ?? '');
    const place = run?.script.locate(location.lineNumber + 1, location.columnNumber + 1);
    if (run === undefined || place === undefined) return undefined;
    const scopes = scopeChain.flatMap(({ type, object }) => {
      const seen = scope.safeParse({ type, handle: object.objectId });
      return seen.success ? [seen.data] : [];
    });
    return {
      name: functionName.slice(0, 200),
      cell: run.cell,
      run: run.id,
      line: place.line,
      scopes: scopes.slice(0, mostScopes),
    };
  }

  #goOn(): void {
    if (this.#pause === undefined || this.#run === undefined) return;
    this.#pause.abort(pauseIsOver);
    this.#pause = undefined;
    this.#scopes.clear();
    const { id, cell, timeLimit } = this.#run;
    timeLimit.resume(this.#parts.clock.now());
    this.#parts.emit({ kind: 'resumed', run: id, cell, limit: timeLimit.allowance });
  }

  async #place(breakpoints: Breakpoints): Promise<string[]> {
    const answers = breakpoints.flatMap(({ cell, lines }) => {
      const run = this.#parts.latest(cell);
      const places = lines.flatMap((line) => run?.script.place(line) ?? []);
      return places.map(({ line, column }) =>
        this.#parts.inspector.request('Debugger.setBreakpointByUrl', {
          url: run && scriptName({ run: run.id, cell }),
          lineNumber: line - 1,
          columnNumber: column - 1,
        }),
      );
    });
    const settled = await Promise.allSettled(answers);
    return settled.flatMap((answer) => {
      if (answer.status === 'fulfilled') return [breakpointSet.parse(answer.value).breakpointId];
      // Two lines may begin at the same place of the script.
      if (answer.reason instanceof InspectorError) return [];
      throw answer.reason;
    });
  }

  #ask(method: string, parameters: object = {}): void {
    void this.#parts.inspector.attempt(method, parameters);
  }
}
