import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../sandbox-server/session/session.ts';
import { createSessions, type Sessions } from '../../../sandbox-server/session/sessions.ts';
import { MuteEngine } from '../../fakes/mute-engine.ts';
import { SessionReader } from './session-reader.ts';

const key = { learner: 'ada', lesson: '10-a/10-b' };
let engine: MuteEngine;
let sessions: Sessions;
let session: Session;
let reader: SessionReader;
let faults: unknown[];

beforeEach(() => {
  engine = new MuteEngine();
  faults = [];
  sessions = createSessions({
    database: new DatabaseSync(':memory:'),
    engine,
    environment: (learner) => ({ OS_USERNAME: learner }),
    reach: ['127.0.0.1:4321'],
    report: (fault) => faults.push(fault),
  });
  session = sessions.open(key);
  reader = new SessionReader(session);
});
afterEach(async () => {
  await sessions.stop();
  expect(faults).toEqual([]);
});

const run = (cell: string, code = '1', id: string = randomUUID()) => {
  session.run({ run: id, cell, code });
  return id;
};
const started = (id: string) => reader.read((event) => event.kind === 'started' && event.run === id);

test('the first run launches the kernel with the learner’s own environment; later ones use it', async () => {
  const first = run('one');
  await started(first);
  engine.finish();
  await reader.finished(first);
  const second = run('two');
  await started(second);
  engine.finish();
  await reader.finished(second);
  expect(reader.words).toEqual([
    'queued one',
    'kernel starting',
    'kernel ready',
    'started one',
    'ok one',
    'queued two',
    'started two',
    'ok two',
  ]);
  expect(engine.orders).toEqual([{ memory: 256, reach: ['127.0.0.1:4321'], environment: {} }]);
  expect(engine.environments).toEqual([{ OS_USERNAME: 'ada' }]);
});

test('cells run one after another, in the order in which they were asked for', async () => {
  const ids = ['one', 'two', 'three'].map((cell) => run(cell));
  for (const id of ids) {
    await started(id);
    engine.finish();
    await reader.finished(id);
  }
  expect(reader.words.filter((word) => /^(started|ok)/.test(word))).toEqual([
    'started one',
    'ok one',
    'started two',
    'ok two',
    'started three',
    'ok three',
  ]);
});

test('the same run a second time changes nothing', async () => {
  const id = run('one');
  run('one', '1', id);
  await started(id);
  engine.finish();
  await reader.finished(id);
  run('one', '1', id);
  expect(session.isBusy).toBe(false);
  expect(reader.words.filter((word) => word === 'queued one')).toHaveLength(1);
});

test('a cell with an error of syntax never troubles the kernel', async () => {
  const finished = await reader.finished(run('one', 'let = ;'));
  expect(finished).toMatchObject({ outcome: 'error', elapsed: 0, error: { name: 'SyntaxError' } });
  expect(engine.orders).toEqual([]);
});

test('a cell that fails takes those that wait with it, and says which it was', async () => {
  const [bad, next] = [run('bad', 'let = ;'), run('next')];
  expect(await reader.finished(bad)).toMatchObject({ outcome: 'error' });
  expect(await reader.finished(next)).toMatchObject({
    outcome: 'interrupted',
    error: {
      name: 'NotRun',
      message: 'It was not run, because cell “bad” did not end well.',
      reason: { code: 'behind-failed', cell: 'bad' },
    },
  });
});

test('what was asked for together is stopped by a failure, even if it arrives after it; what is asked for later runs', async () => {
  const order = randomUUID();
  const ask = (cell: string, code = '1') => {
    const id = randomUUID();
    session.run({ run: id, cell, code, order });
    return id;
  };
  await reader.finished(ask('bad', 'let = ;'));
  const [next, after] = [ask('next'), ask('after')];
  const reason = { code: 'behind-failed', cell: 'bad' };
  expect(await reader.finished(next)).toMatchObject({ outcome: 'interrupted', error: { reason } });
  expect(await reader.finished(after)).toMatchObject({ outcome: 'interrupted', error: { reason } });
  const later = run('next');
  await started(later);
  engine.finish();
  expect(await reader.finished(later)).toMatchObject({ outcome: 'ok' });
});

describe('an interrupt', () => {
  test('ends the running cell and empties the queue; what is asked for afterwards runs', async () => {
    const [one, two] = [run('one'), run('two')];
    await started(one);
    await session.interrupt();
    const three = run('three');
    expect(await reader.finished(one)).toMatchObject({ outcome: 'interrupted' });
    expect(await reader.finished(two)).toMatchObject({ outcome: 'interrupted', elapsed: 0 });
    await started(three);
    engine.finish();
    expect(await reader.finished(three)).toMatchObject({ outcome: 'ok' });
  });

  test('before the kernel is ready counts', async () => {
    const one = run('one');
    await session.interrupt();
    expect(await reader.finished(one)).toMatchObject({ outcome: 'interrupted', elapsed: 0 });
    expect(reader.words).not.toContain('started one');
  });
});

test('a restart ends the kernel and all runs, says why, and has a new kernel ready', async () => {
  const [one, two] = [run('one'), run('two')];
  await started(one);
  await session.restart();
  expect(await reader.finished(one)).toMatchObject({ outcome: 'interrupted' });
  expect(await reader.finished(two)).toMatchObject({ outcome: 'interrupted' });
  expect(reader.events).toContainEqual({
    kind: 'kernel',
    state: 'gone',
    reason: { code: 'kernel-restarted' },
    cause: 'restarted',
  });
  await reader.read((event) => event.kind === 'kernel' && event.state === 'gone');
  expect(engine.hosts).toHaveLength(2);
});

test('a reset forgets everything, and the next run starts a new kernel', async () => {
  session.edit('one', 'mine');
  const one = run('one');
  await started(one);
  await session.reset();
  const fresh = new SessionReader(session);
  expect(fresh.words).toEqual(['reset']);
  await started(run('two'));
  expect(engine.hosts).toHaveLength(2);
});

test('the newest edit of each cell is what a later reader sees', () => {
  session.edit('one', 'a');
  session.edit('two', 'b');
  session.edit('one', null);
  expect(new SessionReader(session).events).toEqual([
    { kind: 'edited', cell: 'two', code: 'b' },
    { kind: 'edited', cell: 'one', code: null },
  ]);
});

test('a kernel that ends by itself loses the running cell, with the reason; the next run has a new one', async () => {
  const one = run('one');
  await started(one);
  await engine.hosts[0]?.end({ kind: 'memory', reason: { code: 'kernel-out-of-memory', most: 256 } });
  expect(await reader.finished(one)).toMatchObject({
    outcome: 'lost',
    error: { name: 'OutOfMemory', reason: { code: 'kernel-out-of-memory', most: 256 } },
  });
  const gone = await reader.read((event) => event.kind === 'kernel' && event.state === 'gone');
  expect(gone).toMatchObject({ reason: { code: 'kernel-out-of-memory', most: 256 }, cause: 'ended' });
  await started(run('two'));
  expect(engine.hosts).toHaveLength(2);
});

test('a kernel that cannot be had is said to the cell that wanted it, and tried for again the next time', async () => {
  engine.refusal = 'There is no room.';
  expect(await reader.finished(run('one'))).toMatchObject({
    outcome: 'lost',
    error: { name: 'NoKernel', message: 'There is no room.' },
  });
  engine.refusal = undefined;
  await started(run('one'));
});

test('values of a kernel that is gone cannot be unfolded, and that is the answer', async () => {
  expect(await session.unfold('-1.2.3')).toEqual({ properties: [], gone: true });
});

test('no more than a fair number of cells waits; beyond, the page is told', async () => {
  const first = run('first');
  await started(first);
  for (let count = 0; count < 200; count += 1) run(`cell-${count}`);
  expect(() => run('one-more')).toThrow('200 cells are waiting already. Wait for them, or interrupt.');
  await session.interrupt();
  const next = run('next');
  await started(next);
});

test('a run that is not paused takes no step, and breakpoints come too late for one that is over', async () => {
  const id = run('one');
  await expect(session.debugger.step(id, 'over')).rejects.toThrow('not paused any more');
  await started(id);
  await expect(session.debugger.step(id, 'over')).rejects.toThrow('not paused any more');
  await session.debugger.setBreakpoints(id, [{ cell: 'one', lines: [1] }]);
  engine.finish();
  await reader.finished(id);
});
