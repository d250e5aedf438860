import type { LogEntry, RunEvent } from '../../../sandbox-server/protocol/events.ts';
import type { Session } from '../../../sandbox-server/session/session.ts';

/** Reads a session's log as a page does, and waits for what comes. */
export class SessionReader {
  readonly entries: LogEntry[] = [];
  #waiting: (() => void)[] = [];

  constructor(session: Session, after = 0) {
    session.subscribe(after, (entries) => {
      this.entries.push(...entries);
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  get events(): RunEvent[] {
    return this.entries.map(({ event }) => event);
  }

  /** Each event in a word or two. */
  get words(): string[] {
    return this.events.map((event) => {
      if (event.kind === 'kernel') return `kernel ${event.state}`;
      if (event.kind === 'finished') return `${event.outcome} ${event.cell}`;
      return 'cell' in event ? `${event.kind} ${event.cell}` : event.kind;
    });
  }

  /** Resolves when an event was read that `test` holds for. */
  async read<Found extends RunEvent>(test: (event: RunEvent) => event is Found): Promise<Found>;
  async read(test: (event: RunEvent) => boolean): Promise<RunEvent>;
  async read(test: (event: RunEvent) => boolean): Promise<RunEvent> {
    for (;;) {
      const found = this.events.find(test);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** How a run ended, when it has. */
  finished(run: string) {
    return this.read((event) => event.kind === 'finished' && event.run === run);
  }
}
