import type { Display, RunEvent } from '../protocol/events.ts';
import type { Reason } from '../protocol/reason.ts';
import { inEnglish } from '../protocol/reason-in-english.ts';
import type { Clock } from './clock.ts';
import { readConsoleCall } from './console.ts';
import { bindingCall, type ChannelMessage, type ConsoleCall, channelMessage } from './messages.ts';
import type { Run } from './run.ts';
import { type KnownScript, speakOfCells } from './stack.ts';
import type { Unfolded } from './unfold.ts';

export interface OutputParts {
  emit(event: RunEvent): void;
  clock: Clock;
  /** Lets go of objects in the kernel that nothing shown refers to any more. */
  release(handles: readonly string[]): void;
  /** Hears once of a run that puts out too much. */
  overflow(run: Run, reason: Reason): void;
}

/** At most once in so many milliseconds is a display told anew, as it is then. */
const updateEvery = 50;
/** So many runs are remembered, so that errors and late output can name their cells. */
const remembered = 1000;

/** Gives everything that comes out of the kernel to the run that it belongs to. */
export class Output {
  readonly #parts: OutputParts;
  readonly #runs = new Map<string, Run>();
  /** Each cell's last run: it holds the objects of all of them that are still shown. */
  readonly #ofCell = new Map<string, Run>();
  #latest: Run | undefined;
  #speaker = '';
  /** The display that the next console message belongs to. */
  #as: string | undefined;
  /** Newer states of displays that are still to be told. */
  readonly #updates = new Map<string, { run: Run; display: Display }>();

  constructor(parts: OutputParts) {
    this.#parts = parts;
  }

  /** A run begins: the objects that only an older run of the same cell referred to are let go. */
  begin(run: Run): void {
    const before = this.#ofCell.get(run.cell);
    if (before) this.#parts.release(before.dropHandles());
    this.#ofCell.set(run.cell, run);
    const [oldest] = this.#runs.values();
    if (oldest !== undefined && this.#runs.size >= remembered) this.#forget(oldest);
    this.#runs.set(run.id, run);
    this.#latest = run;
  }

  #forget(run: Run): void {
    this.#runs.delete(run.id);
    if (this.#ofCell.get(run.cell) === run) this.#ofCell.delete(run.cell);
  }

  run(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** The last run of a cell. */
  latest(cell: string): Run | undefined {
    return this.#ofCell.get(cell);
  }

  script(id: string): KnownScript | undefined {
    return this.#runs.get(id)?.script;
  }

  /** Something came over the channel. Cells can forge it; then it is their own output that is odd. */
  binding(parameters: unknown): void {
    const { payload } = bindingCall.parse(parameters);
    const refusal = this.#latest?.meter.refuse(payload.length);
    const {
      run: id,
      stream = 'stdout',
      text,
      display,
      as,
      fault,
      finding,
    } = refusal ? { fault: refusal } : readChannel(payload);
    this.#as = as;
    if (id !== undefined && this.#runs.has(id)) this.#speaker = id;
    const run = this.#speaking();
    if (run === undefined) return;
    if (fault !== undefined) this.#say(run, fault);
    if (text !== undefined) this.#text(run, stream, text);
    if (display) this.display(run, display, payload.length);
    if (finding && this.#admit(run, 'display', payload.length)) {
      this.#parts.emit({ kind: 'check', run: run.id, cell: run.cell, finding });
    }
  }

  console(call: ConsoleCall): void {
    const run = this.#speaking();
    const printed = run && !run.muted ? readConsoleCall(call) : undefined;
    if (run === undefined || printed === undefined) return;
    const id = this.#as;
    this.#as = undefined;
    if (printed.kind === 'display')
      this.display(run, { ...printed.display, ...(id !== undefined && { id }) });
    else this.#text(run, printed.stream, printed.text);
  }

  /** Shows something; what has the name of a display that was shown takes its place. */
  display(run: Run, display: Display, size = JSON.stringify(display).length): void {
    if (run.muted) return;
    if (display.kind === 'values') {
      for (const value of display.values) value.text = speakOfCells(value.text, (id) => this.script(id));
    }
    const refusal = run.meter.refuse(size);
    if (refusal !== undefined) {
      this.#say(run, refusal);
      return;
    }
    const before = run.shown.get(display.id ?? '');
    if (!this.#admit(run, before ? 'update' : 'display', size, before?.size)) return;
    if (before) this.#parts.release(before.handles);
    const holder = this.#ofCell.get(run.cell) ?? run;
    if (display.id === undefined) holder.handles.push(...handlesOf(display));
    else run.shown.set(display.id, { size, handles: handlesOf(display) });
    if (before) this.#update(run, display);
    else this.#parts.emit({ kind: 'display', run: run.id, cell: run.cell, display });
  }

  /** What an object was unfolded to is held as long as the object itself. */
  hold(handle: string, { properties }: Unfolded): void {
    const holder = [...this.#ofCell.values()].find((run) => run.holds(handle));
    holder?.handles.push(...properties.flatMap((each) => (each.handle === undefined ? [] : [each.handle])));
  }

  /** Tells what is still to be told. */
  flush(): void {
    for (const { run, display } of this.#updates.values()) {
      this.#parts.emit({ kind: 'display', run: run.id, cell: run.cell, display });
    }
    this.#updates.clear();
  }

  #update(run: Run, display: Display): void {
    const first = this.#updates.size === 0;
    this.#updates.set(`${run.id} ${display.id}`, { run, display });
    if (first) void this.#parts.clock.wait(updateEvery).then(() => this.flush());
  }

  #text(run: Run, stream: 'stdout' | 'stderr', text: string): void {
    if (run.muted) return;
    // What is too long is shown as far as there is room.
    const spoken = speakOfCells(text.slice(0, run.meter.room), (id) => this.script(id));
    if (spoken) this.#parts.emit({ kind: 'output', run: run.id, cell: run.cell, stream, text: spoken });
    this.#admit(run, 'text', text.length);
  }

  /** Says of a run what it does not say itself. */
  #say(run: Run, reason: Reason): void {
    if (run.muted) return;
    const text = `${inEnglish(reason)}\n`;
    this.#parts.emit({ kind: 'output', run: run.id, cell: run.cell, stream: 'stderr', text, reason });
    this.#admit(run, 'text', text.length);
  }

  #admit(run: Run, kind: 'text' | 'display' | 'update', size: number, before?: number): boolean {
    if (run.muted) return false;
    const reason = run.meter.count(kind, size, before);
    if (reason === undefined) return true;
    run.muted = true;
    const text = `\n… The output is cut here. ${inEnglish(reason)}\n`;
    this.#parts.emit({ kind: 'output', run: run.id, cell: run.cell, stream: 'stderr', text, reason });
    this.#parts.overflow(run, reason);
    return false;
  }

  #speaking(): Run | undefined {
    return this.#runs.get(this.#speaker) ?? this.#latest;
  }
}

/** The objects in the kernel that a display refers to. */
function handlesOf(display: Display): string[] {
  if (display.kind === 'table') return display.handle === undefined ? [] : [display.handle];
  if (display.kind !== 'values') return [];
  return display.values.flatMap(({ handle }) => (handle === undefined ? [] : [handle]));
}

function readChannel(payload: string): Partial<ChannelMessage> & { fault?: Reason } {
  try {
    return channelMessage.parse(JSON.parse(payload));
  } catch {
    return { fault: { code: 'unknown-display' } };
  }
}
