import { randomUUID } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { compileCell } from '../../../sandbox-server/compile/cell.ts';
import type { Finish } from '../../../sandbox-server/kernel/run.ts';
import type { Breakpoints, Scope, StackFrame, StepKind } from '../../../sandbox-server/protocol/debugger.ts';
import type { RealKernel } from './real-kernel.ts';

/** A run that is debugged, pause by pause. */
export class Debugged {
  readonly run = randomUUID();
  readonly #real: RealKernel;
  #heard: number;
  #finish: Promise<Finish> | undefined;

  constructor(real: RealKernel) {
    this.#real = real;
    this.#heard = real.events.length;
  }

  static async begin(
    code: string,
    breakpoints: Breakpoints | number[],
    real: RealKernel,
    { cell = 'cell' } = {},
  ) {
    const debugged = new Debugged(real);
    const compiled = await compileCell({ run: debugged.run, cell, code });
    if (!compiled.ok) throw new Error(compiled.error.message);
    const places = breakpoints.flatMap((each) => (typeof each === 'number' ? [] : [each]));
    const lines = breakpoints.flatMap((each) => (typeof each === 'number' ? [each] : []));
    debugged.#finish = real.kernel.run(compiled.script, lines.length > 0 ? [{ cell, lines }] : places);
    onTestFinished(() => real.kernel.interrupt());
    return debugged;
  }

  /** Where it pauses next; how it ended, if it does not. */
  async next(): Promise<StackFrame[]> {
    const from = this.#heard;
    const event = await this.#real.heard(
      (each) =>
        this.#real.events.indexOf(each) >= from && (each.kind === 'paused' || each.kind === 'finished'),
    );
    this.#heard = this.#real.events.indexOf(event) + 1;
    if (event.kind !== 'paused') throw new Error(`It did not pause: ${JSON.stringify(event)}`);
    return event.frames;
  }

  /** The cell and the line of each frame. */
  async places(): Promise<string[]> {
    return (await this.next()).map(({ name, cell, line }) => `${cell}:${line} ${name}`.trim());
  }

  async step(how: StepKind): Promise<string[]> {
    expect(this.#real.kernel.debugger.step(this.run, how)).toBe(true);
    return this.places();
  }

  async finish(): Promise<Finish | undefined> {
    this.#real.kernel.debugger.step(this.run, 'continue');
    return this.#finish;
  }

  get ended(): Promise<Finish> | undefined {
    return this.#finish;
  }
}

/** What a frame's scope of a type holds: by name its text, or why there is none. */
export async function names(
  frame: StackFrame | undefined,
  type: Scope['type'],
  real: RealKernel,
): Promise<Record<string, string>> {
  const found = frame?.scopes.find((scope) => scope.type === type);
  const { properties } = await real.kernel.unfold(found?.handle ?? '');
  return Object.fromEntries(properties.map(({ name, text, state = text }) => [name, state]));
}
