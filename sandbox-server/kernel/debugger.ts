import { scriptName } from '../compile/cell.ts';
import {
  type Breakpoints,
  mostFrames,
  mostScopes,
  type Scope,
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

/**
 * Pauses a run at its breakpoints, says where it is, and lets it go on. V8 debugs nothing before a run has its first
 * breakpoint, because all that it does takes longer then.
 */
export class Debugger {
  readonly #parts: DebuggerParts;
  #run: Run | undefined;
  /** Whether V8 debugs it. */
  #isOn = false;
  /** V8's names of the breakpoints that are set. */
  #set: Promise<string[]> = Promise.resolve([]);
  #scripts = 0;
  /** The runs whose scripts these are, by V8's number of the script. */
  readonly #runs = new Map<string, string>();
  /** There while the run is paused. */
  #pause: AbortController | undefined;
  /** What V8 calls the scopes of the place where the run is paused, and their types. */
  readonly #scopes = new Map<string, Scope['type']>();

  constructor(parts: DebuggerParts) {
    this.#parts = parts;
  }

  /** A run is about to begin. */
  begin(run: Run, breakpoints: Breakpoints): void {
    this.#run = run;
    if (breakpoints.length > 0) this.#turnOn(breakpoints);
  }

  /** Takes other breakpoints for the run that is going on. @returns false when it is over */
  async replace(id: string, breakpoints: Breakpoints): Promise<boolean> {
    if (this.#run?.id !== id) return false;
    if (this.#isOn) this.#set = this.#set.then((before) => this.#exchange(before, breakpoints));
    else if (breakpoints.length > 0) this.#turnOn(breakpoints);
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
    if (this.#isOn) this.#ask('Debugger.disable');
    this.#isOn = false;
  }

  /** What kind of scope `handle` stands for; undefined when it stands for a value. */
  scopeType(handle: string): Scope['type'] | undefined {
    return this.#scopes.get(handle);
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

  /** V8 answers in order, so that nothing of this need be waited for. */
  #turnOn(breakpoints: Breakpoints): void {
    this.#isOn = true;
    this.#scripts = 0;
    this.#runs.clear();
    this.#ask('Debugger.enable');
    this.#ask('Debugger.setBlackboxPatterns', { patterns: foreign });
    this.#set = this.#place(breakpoints);
  }

  #exchange(before: readonly string[], breakpoints: Breakpoints): Promise<string[]> {
    for (const breakpointId of before) this.#ask('Debugger.removeBreakpoint', { breakpointId });
    return this.#place(breakpoints);
  }

  #hearPaused(callFrames: CallFrame[]): void {
    const run = this.#run;
    const frames = callFrames.flatMap((each) => this.#frame(each) ?? []).slice(0, mostFrames);
    if (run === undefined || frames.length === 0) {
      this.#ask('Debugger.resume');
      return;
    }
    this.#pause = new AbortController();
    for (const { scopes } of frames) for (const { handle, type } of scopes) this.#scopes.set(handle, type);
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
    return {
      name: functionName.slice(0, 200),
      cell: run.cell,
      run: run.id,
      line: place.line,
      scopes: scopesOf(scopeChain),
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

/** What all cells declare is in the last two scopes: `let`, `const` and `class` in V8's own for scripts, if there are any. */
function scopesOf(chain: CallFrame['scopeChain']): Scope[] {
  const scopes = chain.flatMap(({ type, object }) => {
    const seen = scope.safeParse({ type, handle: object.objectId });
    return seen.success ? [seen.data] : [];
  });
  const ofCells =
    scopes.find(({ type }) => type === 'script') ?? scopes.find(({ type }) => type === 'global');
  const inner = scopes.filter(({ type }) => type !== 'script' && type !== 'global').slice(0, mostScopes - 1);
  return ofCells ? [...inner, ofCells] : inner;
}
