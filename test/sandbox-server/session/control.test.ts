import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../sandbox-server/kernel/limits.ts';
import type { Session } from '../../../sandbox-server/session/session.ts';
import { createSessions, type Sessions } from '../../../sandbox-server/session/sessions.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MuteEngine } from '../../fakes/mute-engine.ts';
import { SessionReader } from './session-reader.ts';

const MINUTE = 60_000;
const notRun = (message: string) => ({
  outcome: 'interrupted',
  elapsed: 0,
  error: { name: 'NotRun', message, stack: [] },
});

let clock: ManualClock;
let engine: MuteEngine;
let sessions: Sessions;
let session: Session;
let reader: SessionReader;

beforeEach(() => {
  clock = new ManualClock();
  engine = new MuteEngine();
  sessions = createSessions({
    database: new DatabaseSync(':memory:'),
    engine,
    environment: () => ({}),
    reach: [],
    report: (fault) => expect.fail(String(fault)),
    clock,
    limits: { ...defaultLimits, time: 10 * MINUTE, extension: 10 * MINUTE, longest: 25 * MINUTE },
  });
  session = sessions.open({ learner: 'ada', lesson: '10-a/10-b' });
  reader = new SessionReader(session);
});
afterEach(() => sessions.stop());

const run = (cell: string) => {
  const id = randomUUID();
  session.run({ run: id, cell, code: '1' });
  return id;
};
const started = (id: string) => reader.read((event) => event.kind === 'started' && event.run === id);

describe('a run is taken out of the queue', () => {
  test('while it waits; the one that runs and the others that wait are left as they are', async () => {
    const [one, two, three] = [run('one'), run('two'), run('three')];
    await started(one);
    session.cancel(two);
    expect(await reader.finished(two)).toMatchObject(notRun('It was taken out of the queue.'));
    engine.finish();
    await started(three);
    engine.finish();
    expect(await reader.finished(three)).toMatchObject({ outcome: 'ok' });
  });

  test('also when it is the next, and waits for the kernel', async () => {
    const kernel = engine.hold();
    const [one, two] = [run('one'), run('two')];
    await reader.read((event) => event.kind === 'kernel' && event.state === 'starting');
    session.cancel(one);
    expect(await reader.finished(one)).toMatchObject(notRun('It was taken out of the queue.'));
    kernel.release();
    await started(two);
    expect(engine.hosts).toHaveLength(1);
  });

  test('by its learner and nobody else, whose sessions know nothing of it', async () => {
    const [one, two] = [run('one'), run('two')];
    await started(one);
    const other = sessions.open({ learner: 'bob', lesson: '10-a/10-b' });
    other.cancel(two);
    await expect(other.extend(one)).rejects.toThrow('not running');
    engine.finish();
    await started(two);
  });

  test('but not when it runs already, or was never asked for', async () => {
    const one = run('one');
    await started(one);
    session.cancel(one);
    session.cancel(randomUUID());
    engine.finish();
    expect(await reader.finished(one)).toMatchObject({ outcome: 'ok' });
  });
});

describe('a restart', () => {
  test('with cells asked for right after it runs them in the new kernel', async () => {
    const old = run('old');
    await started(old);
    const restarted = session.restart();
    const fresh = run('fresh');
    expect(await reader.finished(old)).toMatchObject({ outcome: 'interrupted' });
    await started(fresh);
    await restarted;
    engine.finish();
    expect(await reader.finished(fresh)).toMatchObject({ outcome: 'ok' });
    expect(engine.hosts).toHaveLength(2);
    expect(reader.words.filter((word) => word.startsWith('kernel'))).toEqual([
      'kernel starting',
      'kernel ready',
      'kernel gone',
      'kernel starting',
      'kernel ready',
    ]);
  });

  test('while the kernel is still starting ends that one too', async () => {
    const kernel = engine.hold();
    const old = run('old');
    await reader.read((event) => event.kind === 'kernel' && event.state === 'starting');
    const restarted = session.restart();
    const fresh = run('fresh');
    expect(await reader.finished(old)).toMatchObject({ outcome: 'interrupted' });
    kernel.release();
    await started(fresh);
    await restarted;
    expect(await engine.hosts[0]?.exited).toMatchObject({ kind: 'stopped' });
    expect(engine.hosts).toHaveLength(2);
  });
});

describe('the time of a run', () => {
  test('is said when it starts, and strikes', async () => {
    const one = run('one');
    expect(await started(one)).toMatchObject({ limit: { time: 10 * MINUTE, most: 25 * MINUTE } });
    clock.advance(10 * MINUTE);
    expect(await reader.finished(one)).toMatchObject({
      outcome: 'timeout',
      error: { message: 'The cell ran for 600 s, which is the most, and was stopped.' },
    });
  });

  test('is extended by its learner, as far as a run may go', async () => {
    const one = run('one');
    await started(one);
    clock.advance(9 * MINUTE);
    await session.extend(one);
    clock.advance(6 * MINUTE);
    await session.extend(one);
    await expect(session.extend(one)).rejects.toThrow('The cell has as much time as a cell may have.');
    await reader.read((event) => event.kind === 'extended' && event.limit.time === 25 * MINUTE);
    clock.advance(9 * MINUTE);
    expect(session.isBusy).toBe(true);
    clock.advance(MINUTE);
    expect(await reader.finished(one)).toMatchObject({ outcome: 'timeout', elapsed: 25 * MINUTE });
  });

  test('of a run that is over, or was never asked for, is not extended', async () => {
    await expect(session.extend(randomUUID())).rejects.toThrow('The cell is not running any more.');
    const one = run('one');
    await started(one);
    engine.finish();
    await reader.finished(one);
    await expect(session.extend(one)).rejects.toThrow('The cell is not running any more.');
  });
});
