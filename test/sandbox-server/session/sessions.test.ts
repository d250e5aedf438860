import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../../sandbox-server/kernel/clock.ts';
import { systemClock } from '../../../sandbox-server/kernel/clock.ts';
import { type Capacity, capacityOf } from '../../../sandbox-server/session/capacity.ts';
import { createSessions, type SessionsParts } from '../../../sandbox-server/session/sessions.ts';
import { MuteEngine } from '../../fakes/mute-engine.ts';
import { SessionReader } from './session-reader.ts';

/** So many places and none of the kernels ahead, unless a test wants some. */
const capacity = (wanted: Partial<Capacity> = {}): Capacity =>
  capacityOf({ memory: 8192, processors: 2 }, { warm: 0, ...wanted });

function start({
  capacity: wanted,
  ...parts
}: Partial<Omit<SessionsParts, 'capacity'>> & { capacity?: Partial<Capacity> } = {}) {
  const engine = new MuteEngine();
  const sessions = createSessions({
    database: new DatabaseSync(':memory:'),
    engine,
    environment: () => ({}),
    reach: ['127.0.0.1:4321'],
    report: (fault) => expect.fail(String(fault)),
    capacity: capacity(wanted),
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
  const openAndWait = async (lesson: string) => {
    const session = sessions.open({ learner: 'ada', lesson });
    const reader = new SessionReader(session);
    const run = randomUUID();
    session.run({ run, cell: 'one', code: '1' });
    await reader.read((event) => event.kind === 'kernel' && event.state === 'waiting');
    return { session, reader, run };
  };
  return { engine, sessions, openAndRun, openAndWait };
}

test('a learner has one session in a lesson, and none in common with others', () => {
  const { sessions } = start();
  const key = { learner: 'ada', lesson: '10-a/10-b' };
  expect(sessions.open(key)).toBe(sessions.open({ ...key }));
  expect(sessions.open(key)).not.toBe(sessions.open({ ...key, learner: 'bob' }));
  expect(sessions.open(key)).not.toBe(sessions.open({ ...key, lesson: '10-a/20-c' }));
});

test('when all places are taken, the kernel that is unused longest makes room', async () => {
  const { engine, sessions, openAndRun } = start({ capacity: { most: 2 } });
  const first = await openAndRun('10-a/10-first');
  engine.finish();
  await first.reader.finished(first.run);
  await openAndRun('10-a/20-second');
  await openAndRun('10-a/30-third');
  expect(sessions.kernels).toBe(2);
  expect(first.session.hasKernel).toBe(false);
  expect(first.reader.words.at(-1)).toBe('kernel gone');
});

test('when all kernels are at work, the next cell waits in the line, and runs when one has nothing more to do', async () => {
  const { engine, sessions, openAndRun, openAndWait } = start({ capacity: { most: 1 } });
  const first = await openAndRun('10-a/10-first');
  const second = await openAndWait('10-a/20-second');
  expect(second.reader.events.at(-1)).toEqual({ kind: 'kernel', state: 'waiting', place: 1 });
  engine.finish();
  await first.reader.finished(first.run);
  await second.reader.read((event) => event.kind === 'started');
  expect(first.reader.events.at(-1)).toMatchObject({ kind: 'kernel', state: 'gone', cause: 'crowded' });
  expect(sessions.kernels).toBe(1);
});

test('whoever is interrupted in the line leaves it, and nothing of theirs is lost', async () => {
  const { engine, openAndRun, openAndWait } = start({ capacity: { most: 1 } });
  const first = await openAndRun('10-a/10-first');
  const second = await openAndWait('10-a/20-second');
  const third = await openAndWait('10-a/30-third');
  await second.session.interrupt();
  expect(await second.reader.finished(second.run)).toMatchObject({ outcome: 'interrupted' });
  await second.reader.read((event) => event.kind === 'kernel' && event.state === 'asleep');
  engine.finish();
  await first.reader.finished(first.run);
  await third.reader.read((event) => event.kind === 'started');
  expect(second.reader.words).not.toContain('started one');
});

test('a restart and the end of the server do not wait for the line', async () => {
  const { sessions, openAndRun, openAndWait } = start({ capacity: { most: 1 } });
  await openAndRun('10-a/10-first');
  const second = await openAndWait('10-a/20-second');
  await second.session.reset();
  const third = await openAndWait('10-a/30-third');
  await sessions.stop();
  expect(await third.reader.finished(third.run)).toMatchObject({ outcome: 'interrupted' });
});

test('beyond so many who wait the classroom is full, and says so', async () => {
  const { sessions, openAndRun, openAndWait } = start({ capacity: { most: 1, line: 1 } });
  await openAndRun('10-a/10-first');
  await openAndWait('10-a/20-second');
  expect(sessions.isFull).toBe(true);
  const third = await openAndRun('10-a/30-third');
  expect(await third.reader.finished(third.run)).toMatchObject({
    outcome: 'lost',
    error: { message: expect.stringContaining('The classroom is full') },
  });
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
  expect(gone).toMatchObject({ reason: { code: 'kernel-idle', minutes: 10 } });
  expect(busy.session.hasKernel).toBe(true);
});

test('a kernel in which nothing was declared is put to sleep without a word', async () => {
  const { engine, openAndRun, openAndWait } = start({ capacity: { most: 1 } });
  engine.names = [];
  const first = await openAndRun('10-a/10-first');
  const second = await openAndWait('10-a/20-second');
  engine.finish();
  await second.reader.read((event) => event.kind === 'started');
  expect(first.reader.events.at(-1)).toEqual({ kind: 'kernel', state: 'asleep' });
});

test('kernels that were started ahead are given out once, with the environment of whoever gets them', async () => {
  const environment = (learner: string) => ({ OS_USERNAME: learner });
  const { engine, sessions } = start({ capacity: { warm: 2 }, environment, common: { WORKBOOK_PROXY: 'p' } });
  await setImmediate();
  expect(engine.hosts).toHaveLength(2);
  for (const learner of ['ada', 'bob', 'eve']) {
    const session = sessions.open({ learner, lesson: '10-a/10-first' });
    session.run({ run: randomUUID(), cell: 'one', code: '1' });
    await new SessionReader(session).read((event) => event.kind === 'started');
  }
  expect(engine.environments).toEqual([
    { OS_USERNAME: 'ada' },
    { OS_USERNAME: 'bob' },
    { OS_USERNAME: 'eve' },
  ]);
  expect(engine.hosts).toHaveLength(5);
  expect(engine.orders.map(({ environment: given }) => given)).toEqual(
    Array.from({ length: 5 }, () => ({ WORKBOOK_PROXY: 'p' })),
  );
});

test('a kernel that ended while it was nobody’s is given to nobody', async () => {
  const { engine, openAndRun } = start({ capacity: { warm: 1 } });
  await setImmediate();
  expect(engine.hosts).toHaveLength(1);
  await engine.hosts[0]?.end({ kind: 'exited', reason: { code: 'kernel-ended' } });
  const first = await openAndRun('10-a/10-first');
  expect(first.reader.words).toEqual(['queued one', 'kernel starting', 'kernel ready', 'started one']);
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

test('a learner gets so many kernels, takes nobody else’s, and waits when all of them are at work', async () => {
  const { engine, sessions, openAndRun, openAndWait } = start({ capacity: { each: 2 } });
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
  const fourth = await openAndWait('10-a/40-fourth');
  engine.finish();
  await fourth.reader.read((event) => event.kind === 'started');
  expect(others.hasKernel).toBe(true);
});

test('many who ask at once get no more kernels than there are', async () => {
  const { sessions, engine } = start({ capacity: { most: 3 } });
  const asked = Array.from({ length: 9 }, (_, index) => {
    const session = sessions.open({ learner: `learner-${index}`, lesson: '10-a/10-first' });
    session.run({ run: randomUUID(), cell: 'one', code: '1' });
    return new SessionReader(session).read(
      (event) => event.kind === 'started' || (event.kind === 'kernel' && event.state === 'waiting'),
    );
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
