import { beforeEach, describe, expect, test } from 'vitest';
import type { ServerMessage } from '../../../sandbox-server/protocol/browser.ts';
import { Connection, type ConnectionState } from '../../../src/sandbox/connection.ts';
import { FakeWorld, settle } from './fake-world.ts';

let world: FakeWorld;
let states: ConnectionState[];
let received: ServerMessage[];
let unreadable: number;
let connection: Connection;

beforeEach(() => {
  world = new FakeWorld();
  states = [];
  received = [];
  unreadable = 0;
  connection = new Connection(world, {
    changed: (state) => states.push(state),
    received: (message) => received.push(message),
    unreadable: () => {
      unreadable += 1;
    },
  });
});

const open = async (): Promise<void> => {
  connection.dial();
  await settle();
  world.socket.open();
};

describe('a connection', () => {
  test('sends nothing before it is open, and says so', async () => {
    expect(connection.send({ type: 'watch-fractals' })).toBe(false);
    await open();
    expect(connection.send({ type: 'watch-fractals' })).toBe(true);
    expect(world.socket.sent).toEqual([{ type: 'watch-fractals' }]);
  });

  test('comes back by itself, and waits longer after each failure', async () => {
    await open();
    world.unreachable = true;
    world.socket.close();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      waits.push(world.waits[0]?.milliseconds ?? 0);
      world.passTime();
      await settle();
    }
    expect(waits).toEqual([125, 250, 500, 1000]);
    world.unreachable = false;
    world.passTime();
    await settle();
    world.socket.open();
    expect(states).toEqual(['open', 'offline', 'open']);
    expect(world.sockets).toHaveLength(2);
  });

  test('never waits longer than ten seconds', async () => {
    world.unreachable = true;
    connection.dial();
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await settle();
      expect(world.waits[0]?.milliseconds).toBeLessThanOrEqual(10_000);
      world.passTime();
    }
  });

  test('is one connection, however often it is asked to dial', async () => {
    connection.dial();
    connection.dial();
    await settle();
    connection.dial();
    expect(world.sockets).toHaveLength(1);
  });

  test('stays closed when it is closed', async () => {
    await open();
    connection.close();
    expect(world.waits).toEqual([]);
    connection.dial();
    await settle();
    expect(world.sockets).toHaveLength(1);
  });

  test('hands on what it can read, and tells of what it cannot', async () => {
    await open();
    world.socket.hear('{"type":"news"}');
    world.socket.hear('not JSON');
    world.socket.say({ type: 'welcome', learner: 'a', engine: 'process', cloud: 'pocket' });
    expect(unreadable).toBe(2);
    expect(received).toEqual([{ type: 'welcome', learner: 'a', engine: 'process', cloud: 'pocket' }]);
  });
});
