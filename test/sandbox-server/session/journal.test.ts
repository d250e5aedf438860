import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from 'vitest';
import type { LogEntry, RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { Journal, Steps } from '../../../sandbox-server/session/journal.ts';
import { RunLog } from '../../../sandbox-server/session/log.ts';

const edited = (cell: string): RunEvent => ({ kind: 'edited', cell, code: 'x' });
const output = (text: string): RunEvent => ({ kind: 'output', run: 'r', cell: 'a', stream: 'stdout', text });

const time = '2026-01-01T00:00:00.000Z';
const turn = () => new Promise((resolve) => setImmediate(resolve));

let database: DatabaseSync;
let log: RunLog;
let journal: Journal;
let faults: unknown[];
const key = { learner: 'ada', lesson: '10-a/10-b' };
beforeEach(() => {
  database = new DatabaseSync(':memory:');
  log = new RunLog(database);
  faults = [];
  const report = (fault: unknown) => faults.push(fault);
  journal = new Journal({ log, key, now: () => Date.UTC(2026, 0, 1), report, steps: new Steps() });
});

test('what happens within a moment is written and told at its end, joined', async () => {
  const told: LogEntry[][] = [];
  journal.subscribe(0, (entries) => {
    // It is on the disk before it is told.
    expect(log.last(key)).toBe(entries.at(-1)?.seq ?? 0);
    told.push(entries);
  });
  // That there is nothing yet is told at once.
  expect(told.splice(0)).toEqual([[]]);
  journal.add(output('a'));
  journal.add(output('b'));
  expect(told).toEqual([]);
  await expect.poll(() => told).toEqual([[{ seq: 1, time, event: output('ab') }]]);
});

test('the end of a run is told at the end of the turn, with what was gathered before it', async () => {
  const told: LogEntry[][] = [];
  journal.subscribe(0, (entries) => told.push(entries));
  const finished: RunEvent = { kind: 'finished', run: 'r', cell: 'a', outcome: 'ok', elapsed: 1 };
  journal.add(output('a'));
  journal.add(finished);
  await turn();
  expect(told).toEqual([
    [],
    [
      { seq: 1, time, event: output('a') },
      { seq: 2, time, event: finished },
    ],
  ]);
});

test('a reader that comes back reads on from where it was, then live, and misses nothing in between', async () => {
  for (let count = 0; count < 1200; count += 1) journal.add(edited(`cell-${count}`));
  const told: number[] = [];
  const news: boolean[] = [];
  const end = journal.subscribe(100, (entries, upToDate) => {
    told.push(...entries.map(({ seq }) => seq));
    news.push(upToDate);
  });
  // A long log is told page by page, and others have their turn in between.
  expect(told.length).toBeLessThan(1100);
  while (told.length < 1100) await turn();
  expect(told).toEqual(Array.from({ length: 1100 }, (_, index) => index + 101));
  expect(news).toEqual([false, false, true]);
  journal.add(edited('more'));
  journal.flush();
  expect(told.at(-1)).toBe(1201);
  end();
  journal.add(edited('unheard'));
  journal.flush();
  expect(told.at(-1)).toBe(1201);
});

test('a reader with a number of another log begins at the start', () => {
  journal.add(edited('a'));
  const told: number[] = [];
  journal.subscribe(99, (entries) => told.push(...entries.map(({ seq }) => seq)));
  expect(told).toEqual([1]);
});

test('a reader that leaves in the middle of a long log is told no more', async () => {
  for (let count = 0; count < 1200; count += 1) journal.add(edited(`cell-${count}`));
  let told = 0;
  const end = journal.subscribe(0, (entries) => {
    told += entries.length;
  });
  expect(told).toBeGreaterThan(0);
  const before = told;
  end();
  for (let count = 0; count < 5; count += 1) await turn();
  expect(told).toBe(before);
  expect(journal.isInUse).toBe(false);
});

test('what cannot be written is reported, and what comes later is written again', async () => {
  database.exec("create trigger full before insert on run_log begin select raise(abort, 'disk full'); end");
  journal.add(edited('a'));
  await expect.poll(() => String(faults)).toContain('disk full');
  database.exec('drop trigger full');
  journal.add(edited('b'));
  await expect.poll(() => log.last(key)).toBe(1);
});
