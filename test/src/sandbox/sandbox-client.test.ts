import { beforeEach, describe, expect, test } from 'vitest';
import type { LogEntry } from '../../../sandbox-server/protocol/events.ts';
import { SandboxClient } from '../../../src/sandbox/sandbox-client.ts';
import { callSummary } from '../../fakes/call-summary.ts';
import { entry, FakeWorld, settle } from './fake-world.ts';

const lesson = 'openstack/deploy-faafo';
let world: FakeWorld;
let read: LogEntry[];
let calls: [number[], boolean][];
let overwritten: [string, string | null][];
let refusals: [string, string | undefined][];
let client: SandboxClient;

const newClient = (): SandboxClient =>
  new SandboxClient(lesson, world, {
    connection: () => undefined,
    entries: (entries) => read.push(...entries),
    overwritten: (cell, code) => overwritten.push([cell, code]),
    rows: () => undefined,
    calls: (news, all) => calls.push([news.map(({ id }) => id), all]),
    otherLearner: () => undefined,
    refused: ({ message }, run) => refusals.push([message, run]),
  });

const connect = async (): Promise<void> => {
  client.connect();
  await settle();
  world.socket.open();
  world.socket.say({ type: 'welcome', learner: 'ana', engine: 'process', cloud: 'pocket' });
};

const loseAndComeBack = async (): Promise<void> => {
  world.socket.close();
  world.passTime();
  await settle();
  world.socket.open();
};

/** What the page sent, beside what it asks of every line: to watch the wire. */
const kinds = (): string[] =>
  world.socket.sent.map(({ type }) => type).filter((type) => type !== 'watch-wire');

beforeEach(() => {
  world = new FakeWorld();
  read = [];
  calls = [];
  overwritten = [];
  refusals = [];
  client = newClient();
});

describe('reading the log', () => {
  test('begins at the start, and goes on after a lost connection from where it was', async () => {
    await connect();
    expect(world.socket.sent[0]).toEqual({ type: 'open', lesson, after: 0 });
    world.socket.say({
      type: 'entries',
      lesson,
      upToDate: true,
      entries: [entry(1, { kind: 'reset' }), entry(2, { kind: 'reset' })],
    });
    await loseAndComeBack();
    expect(world.socket.sent[0]).toEqual({ type: 'open', lesson, after: 2 });
  });

  test('reads no entry twice, and none of another lesson', async () => {
    await connect();
    world.socket.say({ type: 'entries', lesson, upToDate: true, entries: [entry(1, { kind: 'reset' })] });
    world.socket.say({
      type: 'entries',
      lesson,
      upToDate: true,
      entries: [entry(1, { kind: 'reset' }), entry(2, { kind: 'reset' })],
    });
    const others = [entry(9, { kind: 'reset' })];
    world.socket.say({ type: 'entries', lesson: 'a/b', upToDate: true, entries: others });
    expect(read.map(({ seq }) => seq)).toEqual([1, 2]);
  });
});

test('the calls to the cloud are asked for with every new line, and handed on as they come', async () => {
  await connect();
  expect(world.socket.sent).toContainEqual({ type: 'watch-wire' });
  world.socket.say({ type: 'calls', calls: [callSummary(1), callSummary(2)], all: true });
  world.socket.say({ type: 'calls', calls: [callSummary(3)], all: false });
  await loseAndComeBack();
  expect(world.socket.sent).toContainEqual({ type: 'watch-wire' });
  expect(calls).toEqual([
    [[1, 2], true],
    [[3], false],
  ]);
});

describe('running', () => {
  test('is refused at once, in words, without a connection', () => {
    expect(client.run('a', '1')).toBeUndefined();
    expect(refusals).toEqual([['no run', undefined]]);
  });

  test('sends what was typed before the run', async () => {
    await connect();
    client.edit('a', 'typed');
    client.run('a', 'typed');
    expect(kinds()).toEqual(['open', 'edit', 'run']);
  });

  test('says which runs were asked for together', async () => {
    await connect();
    const order = world.newRun();
    for (const cell of ['a', 'b']) client.run(cell, '1', { order });
    client.run('c', '1');
    const runs = world.socket.sent.flatMap((message) => (message.type === 'run' ? [message] : []));
    expect(runs.map((run) => run.order)).toEqual([order, order, undefined]);
  });

  test('a run that the server never heard of is told, when the log shows that it is not there', async () => {
    await connect();
    const run = client.run('a', '1');
    await loseAndComeBack();
    world.socket.say({ type: 'entries', lesson, upToDate: true, entries: [] });
    expect(refusals).toEqual([['unheard', run]]);
  });

  test('a run may still come in a later page of the log', async () => {
    await connect();
    const run = client.run('a', '1') ?? '';
    await loseAndComeBack();
    world.socket.say({ type: 'entries', lesson, upToDate: false, entries: [entry(1, { kind: 'reset' })] });
    const queued = entry(2, { kind: 'queued', run, cell: 'a', code: '1' });
    world.socket.say({ type: 'entries', lesson, upToDate: true, entries: [queued] });
    expect(refusals).toEqual([]);
  });

  test('a run that is in the log after all is not refused', async () => {
    await connect();
    const run = client.run('a', '1') ?? '';
    await loseAndComeBack();
    world.socket.say({
      type: 'entries',
      lesson,
      upToDate: true,
      entries: [entry(1, { kind: 'queued', run, cell: 'a', code: '1' })],
    });
    expect(refusals).toEqual([]);
  });
});

describe('what the learner types', () => {
  test('is sent when they pause, and kept until the server has it', async () => {
    await connect();
    client.edit('a', 'on');
    client.edit('a', 'one');
    expect(kinds()).toEqual(['open']);
    world.passTime();
    expect(world.socket.sent.at(-1)).toEqual({ type: 'edit', lesson, cell: 'a', code: 'one' });
    expect(client.edits.of('a')).toBe('one');
    world.socket.say({
      type: 'entries',
      lesson,
      upToDate: true,
      entries: [entry(1, { kind: 'edited', cell: 'a', code: 'one' })],
    });
    expect(client.edits.of('a')).toBeUndefined();
    expect(world.kept.size).toBe(0);
  });

  test('is still there after a reload, and is sent then', async () => {
    await connect();
    client.edit('a', 'unsent');
    client = newClient();
    expect(client.edits.of('a')).toBe('unsent');
    await connect();
    expect(world.socket.sent).toContainEqual({ type: 'edit', lesson, cell: 'a', code: 'unsent' });
  });

  test('is sent again after a lost connection, but not when it was acknowledged', async () => {
    await connect();
    client.edit('a', 'one');
    client.edit('b', 'two');
    world.passTime();
    world.socket.say({
      type: 'entries',
      lesson,
      upToDate: true,
      entries: [entry(1, { kind: 'edited', cell: 'b', code: 'two' })],
    });
    await loseAndComeBack();
    world.socket.say({ type: 'welcome', learner: 'ana', engine: 'process', cloud: 'pocket' });
    expect(world.socket.sent.filter(({ type }) => type === 'edit')).toEqual([
      { type: 'edit', lesson, cell: 'a', code: 'one' },
    ]);
  });

  test('an acknowledgement of older text does not end the wait of newer text', async () => {
    await connect();
    client.edit('a', 'one');
    world.passTime();
    client.edit('a', 'one more');
    world.socket.say({
      type: 'entries',
      lesson,
      upToDate: true,
      entries: [entry(1, { kind: 'edited', cell: 'a', code: 'one' })],
    });
    expect(client.edits.of('a')).toBe('one more');
  });

  test('is not sent as the text of another learner of this browser', async () => {
    await connect();
    client.edit('a', 'ana wrote this');
    client = newClient();
    client.connect();
    await settle();
    world.socket.open();
    world.socket.say({ type: 'welcome', learner: 'ben', engine: 'process', cloud: 'pocket' });
    expect(kinds()).toEqual(['open']);
  });

  test('goes when the lesson is reset, here or in another window', async () => {
    await connect();
    client.edit('a', 'mine');
    world.socket.say({ type: 'entries', lesson, upToDate: true, entries: [entry(1, { kind: 'reset' })] });
    expect(client.edits.all()).toEqual([]);
    client.edit('a', 'mine');
    client.resetLesson();
    expect(client.edits.all()).toEqual([]);
  });
});

describe('unfolding a value', () => {
  test('is answered by the answer with its own number', async () => {
    await connect();
    const [first, second] = [client.unfold('h1'), client.unfold('h2')];
    const answer = (request: number, name: string): void =>
      world.socket.say({
        type: 'unfolded',
        lesson,
        request,
        properties: [{ name, text: '', type: 'string' }],
      });
    answer(2, 'second');
    answer(1, 'first');
    expect((await first).properties[0]?.name).toBe('first');
    expect((await second).properties[0]?.name).toBe('second');
  });

  test('fails when the connection breaks first: the value may well be there still', async () => {
    await connect();
    const answer = client.unfold('h1');
    world.socket.close();
    await expect(answer).rejects.toThrow('broken');
  });

  test('fails with the server’s own words when it refuses', async () => {
    await connect();
    const answer = client.readTable({ handle: 'table:1', offset: 0, count: 10 });
    world.socket.say({ type: 'refused', lesson, request: 1, message: 'The kernel is busy.' });
    await expect(answer).rejects.toThrow('The kernel is busy.');
  });
});

test('the rows of fractals are asked for again after a lost connection', async () => {
  await connect();
  client.watchFractals();
  await loseAndComeBack();
  expect(kinds()).toEqual(['open', 'watch-fractals']);
});

describe('two windows that write into one cell', () => {
  test('the text of the other that comes while ours waits is told, and ours goes on to be sent', async () => {
    client = newClient();
    await connect();
    client.edit('cell', 'ours');
    world.socket.say({
      type: 'entries',
      lesson,
      upToDate: true,
      entries: [entry(1, { kind: 'edited', cell: 'cell', code: 'theirs' })],
    });
    expect(overwritten).toEqual([['cell', 'theirs']]);
    expect(client.edits.of('cell')).toBe('ours');
  });

  test('what we sent ourselves before typing on is nobody else’s', async () => {
    client = newClient();
    await connect();
    client.edit('cell', 'one');
    world.passTime();
    client.edit('cell', 'one two');
    world.socket.say({
      type: 'entries',
      lesson,
      upToDate: true,
      entries: [entry(1, { kind: 'edited', cell: 'cell', code: 'one' })],
    });
    expect(overwritten).toEqual([]);
  });
});
