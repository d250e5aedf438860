import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { type LogEntry, logEntry, type RunEvent, runEvent } from '../protocol/events.ts';
import { DisplayUpdates } from './display-updates.ts';

/** Whose log, and of which lesson. */
export interface LogKey {
  learner: string;
  lesson: string;
}

/** The most that a learner's logs may hold when something is added to them, in bytes. */
const mostOfLearner = 128 * 1024 * 1024;
/** What a row weighs beside its event. */
const rowWeight = 200;
/** A page ends when it has so many characters, even with fewer entries than were asked for. */
const pageLength = 1024 * 1024;

const schema = `
  create table if not exists run_log (
    learner text not null,
    lesson text not null,
    seq integer not null,
    time text not null,
    kind text not null,
    cell text,
    run text,
    event text not null,
    primary key (learner, lesson, seq)
  ) strict, without rowid;
  create index if not exists run_log_cell on run_log (learner, lesson, cell, kind);
  create index if not exists run_log_run on run_log (run);
`;

const row = z.object({ seq: z.number(), time: z.string(), event: z.string() });
const count = z.object({ found: z.number() });
const weightRow = z.object({ bytes: z.number(), entries: z.number() });
const keyRow = z.object({ learner: z.string(), lesson: z.string() });
const aliveRow = keyRow.extend({ state: z.string() });
const unfinishedRow = keyRow.extend({ run: z.string(), cell: z.string() });

/** A widget's value, as the reader set it. */
export type Chosen = Extract<RunEvent, { kind: 'chosen' }>;

/** A run that the server left unfinished when it ended. */
export type UnfinishedRun = z.infer<typeof unfinishedRow>;

const statements = {
  begin: 'begin immediate',
  commit: 'commit',
  last: 'select coalesce(max(seq), 0) as found from run_log where learner = ? and lesson = ?',
  insert: 'insert into run_log values (?, ?, ?, ?, ?, ?, ?, ?)',
  after: `select seq, time, event from run_log
    where learner = ? and lesson = ? and seq > ? order by seq limit ?`,
  weight: `select coalesce(sum(octet_length(event)), 0) as bytes, count(*) as entries
    from run_log where learner = ?`,
  ofCell: 'select event from run_log where learner = ? and lesson = ? and cell = ? order by seq',
  hasRun: 'select count(*) as found from run_log where run = ?',
  dropOlder: `delete from run_log where learner = ?1 and lesson = ?2 and cell = ?3 and run <> ?4
    and seq < (select seq from run_log where learner = ?1 and lesson = ?2 and run = ?4 and kind = 'queued')`,
  dropTakenBack: `delete from run_log where learner = ?1 and lesson = ?2 and cell = ?3 and run in (
    select run from run_log where learner = ?1 and lesson = ?2 and cell = ?3 and run <> ?4 and kind = 'finished'
    except select run from run_log where learner = ?1 and lesson = ?2 and cell = ?3 and kind = 'started')`,
  dropEdits: `delete from run_log where learner = ? and lesson = ? and cell = ? and kind = 'edited'`,
  dropOutdated: `delete from run_log where learner = ?1 and lesson = ?2 and cell = ?3 and kind = ?4 and seq <>
    (select coalesce(min(seq), 0) from run_log where learner = ?1 and lesson = ?2 and cell = ?3 and kind = ?4
      and event ->> 'passed')`,
  dropKernel: `delete from run_log where learner = ? and lesson = ? and kind = 'kernel'`,
  dropChosen: `delete from run_log where learner = ? and lesson = ? and cell = ? and kind = 'chosen'
    and event ->> 'widget' = ?`,
  dropPauses: `delete from run_log where run = ? and kind in ('paused', 'resumed')`,
  dropEntry: 'delete from run_log where learner = ? and lesson = ? and seq = ?',
  chosen: `select event from run_log where learner = ? and lesson = ? and kind = 'chosen'`,
  dropAll: 'delete from run_log where learner = ? and lesson = ?',
  alive: `select learner, lesson, event ->> 'state' as state from run_log
    where kind = 'kernel' and event ->> 'state' not in ('gone', 'asleep')`,
  unfinished: `select learner, lesson, run, cell from run_log as asked where kind = 'queued'
    and not exists (select 1 from run_log where run = asked.run and kind = 'finished')`,
} as const;

/**
 * Everything that happened in every learner's copy of every lesson, in the order in which it did, as far as
 * it still matters: a run that begins takes the place of older ones of its cell, an edit that of the edit before.
 */
export class RunLog {
  readonly #database: DatabaseSync;
  readonly #prepared: Record<keyof typeof statements, StatementSync>;
  #updates = new DisplayUpdates();
  /** What a learner's logs weigh, at most: entries may have gone since it was measured. */
  readonly #weights = new Map<string, { bytes: number; exact: boolean }>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(schema);
    const prepare = (name: keyof typeof statements) => database.prepare(statements[name]);
    this.#prepared = {
      begin: prepare('begin'),
      commit: prepare('commit'),
      last: prepare('last'),
      insert: prepare('insert'),
      after: prepare('after'),
      weight: prepare('weight'),
      ofCell: prepare('ofCell'),
      hasRun: prepare('hasRun'),
      dropOutdated: prepare('dropOutdated'),
      dropOlder: prepare('dropOlder'),
      dropTakenBack: prepare('dropTakenBack'),
      dropEdits: prepare('dropEdits'),
      dropKernel: prepare('dropKernel'),
      dropChosen: prepare('dropChosen'),
      dropPauses: prepare('dropPauses'),
      dropEntry: prepare('dropEntry'),
      chosen: prepare('chosen'),
      dropAll: prepare('dropAll'),
      alive: prepare('alive'),
      unfinished: prepare('unfinished'),
    };
  }

  /** Appends all of `events` or, when that fails, none; they are on the disk when it returns. */
  append({ learner, lesson }: LogKey, events: readonly RunEvent[], time: string): LogEntry[] {
    const key: [string, string] = [learner, lesson];
    let seq = count.parse(this.#prepared.last.get(...key)).found;
    this.#prepared.begin.run();
    try {
      const entries = events.map((event) => {
        seq += 1;
        this.#makeRoom(key, event, seq);
        const {
          run = null,
          cell = null,
          part = cell,
        } = { run: undefined, cell: undefined, part: undefined, ...event };
        const text = JSON.stringify(event);
        this.#prepared.insert.run(...key, seq, time, event.kind, part, run, text);
        const weight = this.#weights.get(learner);
        if (weight) weight.bytes += Buffer.byteLength(text) + rowWeight;
        return { seq, time, event };
      });
      this.#prepared.commit.run();
      return entries;
    } catch (error) {
      this.#database.exec('rollback');
      // It has noted entries that were not written.
      this.#updates = new DisplayUpdates();
      throw error;
    }
  }

  /** The next entries that follow the one numbered `after`: at least one if there is one, at most `limit`. */
  read({ learner, lesson }: LogKey, after: number, limit: number): LogEntry[] {
    const entries: LogEntry[] = [];
    let length = 0;
    for (const found of this.#prepared.after.iterate(learner, lesson, after, limit)) {
      const { event, ...place } = row.parse(found);
      entries.push(logEntry.parse({ ...place, event: JSON.parse(event) }));
      length += event.length;
      if (length >= pageLength) break;
    }
    return entries;
  }

  /** Whether a learner's logs hold `most` bytes or more. */
  isFull(learner: string, most = mostOfLearner): boolean {
    const known = this.#weights.get(learner);
    if (known && (known.exact || known.bytes < most)) return known.bytes >= most;
    const { bytes, entries } = weightRow.parse(this.#prepared.weight.get(learner));
    const weight = { bytes: bytes + entries * rowWeight, exact: true };
    this.#weights.set(learner, weight);
    return weight.bytes >= most;
  }

  /** The number of the newest entry; 0 when there is none. */
  last({ learner, lesson }: LogKey): number {
    return count.parse(this.#prepared.last.get(learner, lesson)).found;
  }

  /** What happened to a cell in its last run, in order. */
  ofCell({ learner, lesson }: LogKey, cell: string): RunEvent[] {
    return this.#prepared.ofCell
      .all(learner, lesson, cell)
      .map((found) => runEvent.parse(JSON.parse(row.pick({ event: true }).parse(found).event)));
  }

  /** What the learner has set the lesson's widgets to. */
  chosen({ learner, lesson }: LogKey): Chosen[] {
    return this.#prepared.chosen.all(learner, lesson).flatMap((found) => {
      const event = runEvent.parse(JSON.parse(row.pick({ event: true }).parse(found).event));
      return event.kind === 'chosen' ? [event] : [];
    });
  }

  hasRun(run: string): boolean {
    return count.parse(this.#prepared.hasRun.get(run)).found > 0;
  }

  /** Runs that began or waited and never finished. */
  unfinished(): UnfinishedRun[] {
    return this.#prepared.unfinished.all().map((found) => unfinishedRow.parse(found));
  }

  /** Logs in whose last word their kernel was still there, or waited for, with that word. */
  alive(): (LogKey & { state: string })[] {
    return this.#prepared.alive.all().map((found) => aliveRow.parse(found));
  }

  /** What an event makes out of date goes; the newest entry never does, so that numbers do not come again. */
  #makeRoom(key: [string, string], event: RunEvent, seq: number): void {
    const weight = this.#weights.get(key[0]);
    if (weight) weight.exact = false;
    switch (event.kind) {
      case 'queued':
        this.#prepared.dropTakenBack.run(...key, event.cell, event.run);
        return;
      case 'display': {
        const replaced = this.#updates.note(key, event, seq);
        if (replaced !== undefined) this.#prepared.dropEntry.run(...key, replaced);
        return;
      }
      case 'chosen':
        this.#prepared.dropChosen.run(...key, event.cell, event.widget);
        return;
      case 'started':
        this.#prepared.dropOlder.run(...key, event.cell, event.run);
        this.#updates.forget(key, event.cell, event.run);
        return;
      case 'paused':
      case 'resumed':
        this.#prepared.dropPauses.run(event.run);
        return;
      case 'finished':
        this.#prepared.dropPauses.run(event.run);
        // It was refused, and never began: there is nothing newer to wait for.
        if (event.outcome === 'error') this.#prepared.dropOlder.run(...key, event.cell, event.run);
        return;
      case 'edited':
        this.#prepared.dropEdits.run(...key, event.cell);
        return;
      case 'checked':
      case 'answered':
      case 'helped':
        // The first time that it was right stays, beside what is newest.
        this.#prepared.dropOutdated.run(...key, event.part, event.kind);
        return;
      case 'kernel':
        this.#prepared.dropKernel.run(...key);
        return;
      case 'reset':
        this.#prepared.dropAll.run(...key);
        return;
      default:
        return;
    }
  }
}
