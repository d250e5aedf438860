import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../../sandbox-server/kernel/clock.ts';
import { systemClock } from '../../../sandbox-server/kernel/clock.ts';
import { createSessions, type SessionsParts } from '../../../sandbox-server/session/sessions.ts';
import { MuteEngine } from '../../fakes/mute-engine.ts';
import { SessionReader } from './session-reader.ts';

function start(parts: Partial<SessionsParts> = {}) {
  const engine = new MuteEngine();
  const sessions = createSessions({
    database: new DatabaseSync(':memory:'),
    engine,
    environment: () => ({}),
    reach: ['127.0.0.1:4321'],
    report: (fault) => expect.fail(String(fault)),
    ...parts,
  });
  onTestFinished(() => sessions.stop());
  const openAndRun = async (lesson: string) => {
    const session = sessions.open({ learner: 'ada', lesson });
    const reader = new SessionReader(session);
    const run = randomUUID();
    session.run({ run, cell: 'one', code: '1' });
    await reader.read((event) => event.kind === 'started' || event.kind === 'finished');
    return { session, reader, run };
  };
  return { engine, sessions, openAndRun };
}

test('a learner has one session in a lesson, and none in common with others', () => {
  const { sessions } = start();
  const key = { learner: 'ada', lesson: '10-a/10-b' };
  expect(sessions.open(key)).toBe(sessions.open({ ...key }));
  expect(sessions.open(key)).not.toBe(sessions.open({ ...key, learner: 'bob' }));
  expect(sessions.open(key)).not.toBe(sessions.open({ ...key, lesson: '10-a/20-c' }));
});

test('when all places are taken, the kernel that is unused longest makes room', async () => {
  const { engine, sessions, openAndRun } = start({ most: 2 });
  const first = await openAndRun('10-a/10-first');
  engine.finish();
  await first.reader.finished(first.run);
  await openAndRun('10-a/20-second');
  await openAndRun('10-a/30-third');
  expect(sessions.kernels).toBe(2);
  expect(first.session.hasKernel).toBe(false);
  expect(first.reader.words.at(-1)).toBe('kernel gone');
});

test('when all kernels are at work, the next one is asked to wait', async () => {
  const { sessions, openAndRun } = start({ most: 1 });
  await openAndRun('10-a/10-first');
  const second = await openAndRun('10-a/20-second');
  expect(await second.reader.finished(second.run)).toMatchObject({
    outcome: 'lost',
    error: { message: 'All 1 kernels of this server are at work. Try again in a moment.' },
  });
  expect(sessions.kernels).toBe(1);
});

test('a kernel that nobody uses is stopped after a while; one that works is not', async () => {
  let now = 0;
  let passed: () => void = () => undefined;
  const clock: Clock = {
    now: () => now,
    wait: (milliseconds, signal) =>
      milliseconds === 60_000
        ? new Promise((resolve) => {
            passed = resolve;
            signal?.addEventListener('abort', () => resolve());
          })
        : systemClock.wait(milliseconds, signal),
  };
  const { engine, openAndRun } = start({ clock, idle: 600_000 });
  const idle = await openAndRun('10-a/10-idle');
  engine.finish();
  await idle.reader.finished(idle.run);
  const busy = await openAndRun('10-a/20-busy');
  now = 600_000;
  passed();
  const gone = await idle.reader.read((event) => event.kind === 'kernel' && event.state === 'gone');
  expect(gone).toMatchObject({ reason: 'The kernel was not used for 10 minutes and was stopped.' });
  expect(busy.session.hasKernel).toBe(true);
});

test('a server that starts anew says what the one before it left unfinished', async () => {
  const database = new DatabaseSync(':memory:');
  // This one is never stopped, as if it had been killed.
  const engine = new MuteEngine();
  const killed = createSessions({
    database,
    engine,
    environment: () => ({}),
    reach: [],
    report: expect.fail,
  });
  const session = killed.open({ learner: 'ada', lesson: '10-a/10-b' });
  const reader = new SessionReader(session);
  session.run({ run: 'r1', cell: 'one', code: '1' });
  session.run({ run: 'r2', cell: 'two', code: '2' });
  await reader.read((event) => event.kind === 'started');
  const { sessions } = start({ database });
  const { events } = new SessionReader(sessions.open({ learner: 'ada', lesson: '10-a/10-b' }));
  const outcomes = events.flatMap((event) => (event.kind === 'finished' ? [[event.run, event.outcome]] : []));
  expect(outcomes).toEqual([
    ['r1', 'lost'],
    ['r2', 'lost'],
  ]);
  expect(events.at(-1)).toMatchObject({ kind: 'kernel', state: 'gone' });
});

test('stopping stops all kernels and says so in their logs', async () => {
  const { sessions, openAndRun } = start();
  const { reader, run } = await openAndRun('10-a/10-b');
  await sessions.stop();
  expect(sessions.kernels).toBe(0);
  expect(await reader.finished(run)).toMatchObject({ outcome: 'interrupted' });
});

test('a learner gets so many kernels, takes nobody else’s, and is told when all of them are at work', async () => {
  const { engine, sessions, openAndRun } = start({ each: 2 });
  const others = sessions.open({ learner: 'bob', lesson: '10-a/10-first' });
  const bob = new SessionReader(others);
  others.run({ run: randomUUID(), cell: 'one', code: '1' });
  await bob.read((event) => event.kind === 'started');
  engine.finish();
  const first = await openAndRun('10-a/10-first');
  engine.finish();
  await first.reader.finished(first.run);
  await openAndRun('10-a/20-second');
  await openAndRun('10-a/30-third');
  expect(first.session.hasKernel).toBe(false);
  expect(others.hasKernel).toBe(true);
  const fourth = await openAndRun('10-a/40-fourth');
  expect(await fourth.reader.finished(fourth.run)).toMatchObject({
    outcome: 'lost',
    error: {
      message: expect.stringContaining('Cells of yours are running in 2 lessons, which is the most.'),
    },
  });
});

test('many who ask at once get no more kernels than there are', async () => {
  const { sessions, engine } = start({ most: 3 });
  const asked = Array.from({ length: 9 }, (_, index) => {
    const session = sessions.open({ learner: `learner-${index}`, lesson: '10-a/10-first' });
    const run = randomUUID();
    session.run({ run, cell: 'one', code: '1' });
    return new SessionReader(session).read((event) => event.kind === 'started' || event.kind === 'finished');
  });
  const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'started')).toHaveLength(3);
  expect(engine.hosts).toHaveLength(3);
});

test('lessons that nobody uses are forgotten when a learner opens many, and those in use are bounded', () => {
  const { sessions } = start({ lessons: 3 });
  const open = (lesson: string) => sessions.open({ learner: 'ada', lesson });
  const read = open('10-a/10-read');
  read.subscribe(0, () => undefined);
  const forgotten = open('10-a/20-unread');
  open('10-a/30-unread');
  open('10-a/40-more').subscribe(0, () => undefined);
  expect(open('10-a/10-read')).toBe(read);
  const anew = open('10-a/20-unread');
  expect(anew).not.toBe(forgotten);
  anew.subscribe(0, () => undefined);
  expect(() => open('10-a/50-too-many')).toThrow('3 lessons are open already');
});
