import type { Script } from '../compile/cell.ts';
import type { CellError, Outcome } from '../protocol/events.ts';
import { type Limits, Meter } from './limits.ts';
import { TimeLimit } from './time-limit.ts';

/** How a run ended. */
export interface Finish {
  outcome: Outcome;
  error?: CellError;
}

/** One run of one cell, as the kernel keeps it: output and errors may still come of it when it is over. */
export class Run {
  readonly id: string;
  readonly cell: string;
  readonly script: Pick<Script, 'locate' | 'place' | 'cell'>;
  readonly startedAt: number;
  readonly meter: Meter;
  readonly timeLimit: TimeLimit;
  /** Objects in the kernel that its output refers to. */
  readonly handles: string[] = [];
  /** Its displays that have a name: how large each is, and the objects that it refers to. */
  readonly shown = new Map<string, { size: number; handles: string[] }>();
  /** Set when the run is made to end, to what it will have ended as. */
  stopping: Finish | undefined;
  /** Nothing that it puts out is heard any more. */
  muted = false;
  readonly #end = Promise.withResolvers<Finish>();

  constructor({ run, cell, locate, place }: Script, startedAt: number, limits: Limits) {
    this.id = run;
    this.cell = cell;
    this.script = { cell, locate, place };
    this.startedAt = startedAt;
    this.meter = new Meter(limits);
    this.timeLimit = new TimeLimit(limits);
  }

  holds(handle: string): boolean {
    return (
      this.handles.includes(handle) ||
      [...this.shown.values()].some(({ handles }) => handles.includes(handle))
    );
  }

  /** All objects that it refers to; they are its no more. */
  dropHandles(): string[] {
    const named = [...this.shown.values()].flatMap(({ handles }) => handles.splice(0));
    return [...this.handles.splice(0), ...named];
  }

  /** Settles when the run is ended from outside. */
  get ended(): Promise<Finish> {
    return this.#end.promise;
  }

  end(finish: Finish): void {
    this.#end.resolve(finish);
  }
}
