import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createApp } from '../../../sandbox-server/app.ts';
import { readLearnerCookie, writeLearnerCookie } from '../../../sandbox-server/http/learner-cookie.ts';
import { pageDoor } from '../../../sandbox-server/http/socket.ts';
import { attachUpgrades } from '../../../sandbox-server/http/upgrades.ts';
import type { Learner } from '../../../sandbox-server/learners/learners.ts';
import { systemPrograms } from '../../../sandbox-server/machines/programs/system-programs.ts';
import { withoutEscapes } from '../../../sandbox-server/machines/terminal/escapes.ts';
import { Workstations } from '../../../sandbox-server/machines/workstations.ts';
import {
  type ClientMessage,
  type ServerMessage,
  serverMessage,
} from '../../../sandbox-server/protocol/browser.ts';
import { openTerminals } from '../../../sandbox-server/wiring/terminals.ts';
import { fakeAppParts } from '../../fakes/app-parts.ts';
import { machineRoom } from '../../fakes/machine-room.ts';
import { MemoryDisks } from '../../fakes/memory-disks.ts';
import { serve } from '../../support/serve.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).toReversed()) await each();
});

/** Two learners, and a server of the first. */
async function classroom() {
  const parts = fakeAppParts();
  const [ada, bob] = [await parts.learners.create(), await parts.learners.create()];
  const room = machineRoom();
  await room.boot('app', '10.0.0.5', { project: ada.projectId });
  const { network, clock, hypervisor } = room;
  const failed = (error: unknown): unknown => room.faults.push(error);
  const workstations = new Workstations({
    network,
    clock,
    failed,
    disks: new MemoryDisks(),
    programs: systemPrograms,
  });
  const terminals = openTerminals({
    hypervisor,
    workstations,
    cloud: 'http://cloud.example',
    report: failed,
  });
  const page = pageDoor({
    engine: 'process',
    cloud: 'pocket',
    lesson: () => expect.fail('no lesson was asked for'),
    watchFractals: () => () => undefined,
    watchWire: () => () => undefined,
    terminals: terminals.of,
    report: failed,
  });
  const learnerOf = ({ headers }: { headers: { cookie?: string | undefined } }): Learner | undefined =>
    parts.learners.find(readLearnerCookie(headers.cookie, 'key') ?? '');
  const server = await serve(createApp(parts), (http) =>
    attachUpgrades(http, { host: '127.0.0.1', learnerOf }, [page]),
  );
  cleanUp.push(
    () => server[Symbol.asyncDispose](),
    () => terminals.closeAll(),
  );
  return {
    ada,
    bob,
    server,
    room,
    terminals,
    open: (of: Learner, draws = true) => openPage(server.url, of, draws),
  };
}

type OfType<Type> = Extract<ServerMessage, { type: Type }>;

/** A page of a learner's, as the server sees it. */
async function openPage(url: string, { id }: Learner, draws: boolean) {
  const cookie = writeLearnerCookie(id, 'key', false).split(';')[0] ?? '';
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie } });
  const heard: ServerMessage[] = [];
  let listener = (): void => undefined;
  socket.on('message', (data) => {
    const message = serverMessage.parse(JSON.parse(String(data)));
    heard.push(message);
    if (draws && message.type === 'terminal-output')
      send({
        type: 'terminal-drawn',
        terminal: message.terminal,
        offset: message.offset + message.text.length,
      });
    listener();
  });
  await once(socket, 'open');
  cleanUp.push(() => socket.terminate());
  const send = (message: ClientMessage): void => socket.send(JSON.stringify(message));
  const until = async <Found>(find: () => Found | undefined): Promise<Found> =>
    new Promise((resolve) => {
      listener = () => {
        const found = find();
        if (found !== undefined) resolve(found);
      };
      listener();
    });
  const next = <Type extends ServerMessage['type']>(type: Type): Promise<OfType<Type>> =>
    until(() => {
      const at = heard.findIndex((message) => message.type === type);
      return at < 0 ? undefined : (heard.splice(at, 1)[0] as OfType<Type>);
    });
  return {
    socket,
    send,
    next,
    heard,
    /** Opens a terminal and begins to read it. */
    async terminal(machine: string): Promise<string> {
      send({ type: 'terminal-open', request: 1, machine, columns: 80, rows: 24 });
      const { terminal } = await next('terminal-opened');
      send({ type: 'terminal-attach', terminal, after: 0 });
      return terminal;
    },
    /** Waits for a piece of output that matches. */
    shows: (pattern: RegExp) =>
      until(() =>
        heard.some(
          (message) => message.type === 'terminal-output' && pattern.test(withoutEscapes(message.text)),
        )
          ? true
          : undefined,
      ),
    /** The output so far, once it matches; each piece begins where the last one ended. */
    async output(shows: RegExp): Promise<{ text: string; end: number }> {
      return await until(() => {
        const pieces = heard.filter((message) => message.type === 'terminal-output');
        const text = withoutEscapes(pieces.map((piece) => piece.text).join(''));
        const [first] = pieces;
        pieces.reduce((end, piece) => {
          expect(piece.offset).toBe(end);
          return end + piece.text.length;
        }, first?.offset ?? 0);
        const last = pieces.at(-1);
        return shows.test(text) && last ? { text, end: last.offset + last.text.length } : undefined;
      });
    },
  };
}

test('a learner works at a terminal of their server, and comes back to it without a gap or a double', async () => {
  const { ada, open } = await classroom();
  const first = await open(ada);
  const terminal = await first.terminal('app');
  first.send({ type: 'terminal-input', terminal, text: 'echo one\r' });
  const { end } = await first.output(/\none\r\n/);
  first.socket.terminate();
  const second = await open(ada);
  second.send({ type: 'terminal-watch' });
  const { terminals } = await second.next('terminals');
  expect(terminals).toEqual([{ id: terminal, machine: 'app' }]);
  second.send({ type: 'terminal-attach', terminal, after: end });
  second.send({ type: 'terminal-input', terminal, text: 'echo two\r' });
  const { text } = await second.output(/\ntwo\r\n/);
  expect(text).not.toContain('one');
});

test('nobody reads, types at, resizes or closes the terminal of another', async () => {
  const { ada, bob, open } = await classroom();
  const hers = await open(ada);
  const terminal = await hers.terminal('app');
  const his = await open(bob);
  his.send({ type: 'terminal-attach', terminal, after: 0 });
  his.send({ type: 'terminal-input', terminal, text: 'echo stolen\r' });
  his.send({ type: 'terminal-resize', terminal, columns: 2, rows: 2 });
  his.send({ type: 'terminal-close', terminal });
  for (let refused = 0; refused < 4; refused += 1)
    expect((await his.next('refused')).reason).toEqual({ code: 'terminal-gone' });
  his.send({ type: 'terminal-watch' });
  expect((await his.next('terminals')).terminals).toEqual([]);
  hers.send({ type: 'terminal-input', terminal, text: 'echo mine $COLUMNS\r' });
  const { text } = await hers.output(/mine 80/);
  expect(text).not.toContain('stolen');
});

test.each(['app', 'nowhere'])(
  'nobody opens a terminal on %s, which is no server of theirs',
  async (machine) => {
    const { bob, open, room } = await classroom();
    const page = await open(bob);
    for (const name of [machine, room.machine('app').id]) {
      page.send({ type: 'terminal-open', request: 7, machine: name, columns: 80, rows: 24 });
      expect(await page.next('terminal-refused')).toMatchObject({
        request: 7,
        message: `You have no server ${name}. Boot it first.`,
        reason: { code: 'no-server', server: name },
      });
    }
    expect(room.faults).toEqual([]);
  },
);

test('a flood of output reaches a page that does not draw only as far as it may, and its end is kept', async () => {
  const { ada, open } = await classroom();
  const [still, drawing] = [await open(ada, false), await open(ada)];
  const terminal = await still.terminal('app');
  still.send({ type: 'terminal-input', terminal, text: 'seq 200000; echo over\r' });
  drawing.send({ type: 'terminal-attach', terminal, after: 0 });
  await drawing.shows(/over\r\n/);
  const sent = still.heard.flatMap((message) =>
    message.type === 'terminal-output' ? [message.text.length] : [],
  );
  expect(sent.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(160 * 1024);
});

test('a paste of a megabyte is cut and runs nothing, and the terminal goes on', async () => {
  const { ada, open } = await classroom();
  const page = await open(ada);
  const terminal = await page.terminal('app');
  const type = (text: string): void => page.send({ type: 'terminal-input', terminal, text });
  const piece = 'echo pasted\n'.repeat(2000);
  type('\u001b[200~');
  for (let sent = 0; sent < 1 << 20; sent += piece.length) type(piece);
  type('\u001b[201~\u0003');
  type('echo o"n"\r');
  await page.shows(/\bon\r\n/);
});

test('a message of a megabyte closes the line, and one that is too long is refused', async () => {
  const { ada, open } = await classroom();
  const page = await open(ada);
  const terminal = await page.terminal('app');
  page.send({ type: 'terminal-input', terminal, text: 'x'.repeat(33_000) });
  expect((await page.next('refused')).message).toContain('not one that this server knows');
  page.send({ type: 'terminal-input', terminal, text: 'x'.repeat(1 << 20) });
  expect((await once(page.socket, 'close'))[0]).toBe(1009);
});

test('a learner has only so many terminals, and a closed one makes room', async () => {
  const { ada, open } = await classroom();
  const page = await open(ada);
  const opened: string[] = [];
  for (let count = 0; count < 12; count += 1) opened.push(await page.terminal('app'));
  page.send({ type: 'terminal-open', request: 9, machine: 'app', columns: 80, rows: 24 });
  expect(await page.next('terminal-refused')).toMatchObject({
    message: 'You have 12 terminals open. Close one of them first.',
    reason: { code: 'too-many-terminals', most: 12 },
  });
  page.send({ type: 'terminal-close', terminal: opened[0] ?? '' });
  await page.terminal('workstation');
});

test('a terminal ends with its shell, and with the power of its server', async () => {
  const { ada, open, room } = await classroom();
  const page = await open(ada);
  const [left, off] = [await page.terminal('app'), await page.terminal('app')];
  page.send({ type: 'terminal-watch' });
  const endings = new Map<string, string | undefined>();
  const ends = async (id: string): Promise<void> => {
    while (endings.get(id) === undefined)
      for (const entry of (await page.next('terminals')).terminals) endings.set(entry.id, entry.ending);
  };
  page.send({ type: 'terminal-input', terminal: left, text: 'exit\r' });
  await ends(left);
  await room.hypervisor.power('app', 'stop');
  await ends(off);
  expect([endings.get(left), endings.get(off)]).toEqual(['left', 'machine-off']);
  expect(room.faults).toEqual([]);
});
