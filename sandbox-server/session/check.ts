import type { CellText, Compiled, Script } from '../compile/cell.ts';
import { type CheckedCell, compileCheck } from '../compile/check.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Finish } from '../kernel/run.ts';
import { checkCellOf } from '../protocol/browser.ts';
import type { Display, RunEvent } from '../protocol/events.ts';
import type { Reason } from '../protocol/reason.ts';
import { endedBy } from '../protocol/reason-in-english.ts';

/** The most of a cell's output that its check is given, in characters. */
const longestOutput = 256 * 1024;
/** Milliseconds that a check may take: it looks, and seldom waits. */
const longest = 60_000;

/** The check of an exercise, while it is run. */
export class Check {
  readonly exercise: string;
  #holding = 0;
  #missing = 0;

  constructor(exercise: string) {
    this.exercise = exercise;
  }

  /** The hidden cell that it is run as. */
  get cell(): string {
    return checkCellOf(this.exercise);
  }

  /**
   * A cell that failed may have done so before its check was asked for, or while it waited: it is refused either way.
   * @param lastRun what the log has of the exercise's cell
   */
  async compile(text: CellText, lastRun: readonly RunEvent[]): Promise<Compiled> {
    if (hasFailed(lastRun)) {
      return { ok: false, error: endedBy('NotRun', behindFailed(exercisePart(this.exercise))) };
    }
    return await compileCheck(text, checkedCell(lastRun));
  }

  /** Runs it, and interrupts it when it takes too long. */
  async run(kernel: Kernel, script: Script, clock: Clock): Promise<Finish> {
    const over = new AbortController();
    // Waiting ends with the check, and then there is nothing to interrupt.
    void clock.wait(longest, over.signal).then(
      () => kernel.interrupt(),
      () => undefined,
    );
    const finish = await kernel.run(script);
    over.abort();
    return finish;
  }

  hear(event: RunEvent): void {
    if (event.kind !== 'check') return;
    if (event.finding.holds) this.#holding += 1;
    else this.#missing += 1;
  }

  /** What the log says of it when it has ended: passed, if something was looked at and all of it holds. */
  verdict({ outcome }: Finish): RunEvent {
    const passed = outcome === 'ok' && this.#holding > 0 && this.#missing === 0;
    return { kind: 'checked', part: exercisePart(this.exercise), passed };
  }
}

/** An exercise's name among the parts of its lesson, and that of its cell. */
export const exercisePart = (exercise: string): string => `exercise-${exercise}`;

/** Why what waits behind a cell that failed is not run. */
export const behindFailed = (cell: string): Reason => ({ code: 'behind-failed', cell });

/** What happened in a cell's newest run that began or was refused, of the events that the log has of the cell. */
function newestRun(events: readonly RunEvent[]): RunEvent[] {
  const ran = events.findLast(({ kind }) => kind === 'started' || kind === 'finished');
  return events.filter((event) => ran && 'run' in ran && 'run' in event && event.run === ran.run);
}

function hasFailed(events: readonly RunEvent[]): boolean {
  return newestRun(events).some((event) => event.kind === 'finished' && event.outcome !== 'ok');
}

/** A cell as its check looks at it. */
function checkedCell(events: readonly RunEvent[]): CheckedCell {
  const cell: CheckedCell = { code: '', output: '', ok: false };
  const words: string[] = [];
  for (const event of newestRun(events)) {
    if (event.kind === 'queued') cell.code = event.code;
    if (event.kind === 'output') words.push(event.text);
    if (event.kind === 'display') words.push(`${textOf(event.display)}\n`);
    if (event.kind === 'finished') cell.ok = event.outcome === 'ok';
  }
  return { ...cell, output: words.join('').slice(0, longestOutput) };
}

function textOf(display: Display): string {
  switch (display.kind) {
    case 'values':
      return display.values.map(({ text }) => text).join(' ');
    case 'text':
      return display.text;
    case 'table':
      return [display.columns, ...display.rows].map((row) => row.join('\t')).join('\n');
    default:
      return '';
  }
}
