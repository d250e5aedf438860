import { expect, test } from 'vitest';
import type { TerminalRequest } from '../../../sandbox-server/protocol/terminal.ts';
import { TerminalFeed } from '../../../src/sandbox/terminal-feed.ts';

const terminal = '6f1c7f9e-0d6e-4b6e-9a53-0b7d2f2f7a11';

/** A feed whose line can be cut, and what it sent and drew. */
function feedOnALine() {
  const sent: TerminalRequest[] = [];
  const drawn: [text: string, missing: boolean][] = [];
  let on = true;
  const send = (message: TerminalRequest): boolean => {
    if (on) sent.push(message);
    return on;
  };
  const feed = new TerminalFeed(send, { none: 'no line', broke: 'broken' });
  const reader = {
    write: (text: string, missing: boolean, done: () => void): void => {
      drawn.push([text, missing]);
      done();
    },
  };
  const output = (offset: number, text: string): void =>
    feed.received({ type: 'terminal-output', terminal, offset, text });
  return {
    feed,
    sent,
    drawn,
    reader,
    output,
    cut: () => {
      on = false;
      feed.disconnected();
    },
    mend: () => {
      on = true;
      sent.length = 0;
      feed.connected();
    },
  };
}

test('what comes twice is drawn once, and each piece is acknowledged', () => {
  const { feed, sent, drawn, reader, output } = feedOnALine();
  feed.attach(terminal, reader);
  output(0, 'abc');
  output(1, 'bcde');
  output(0, 'abc');
  expect(drawn).toEqual([
    ['abc', false],
    ['de', false],
  ]);
  expect(sent.filter(({ type }) => type === 'terminal-drawn')).toEqual([
    { type: 'terminal-drawn', terminal, offset: 3 },
    { type: 'terminal-drawn', terminal, offset: 5 },
  ]);
});

test('a reader is told of a gap', () => {
  const { feed, drawn, reader, output } = feedOnALine();
  feed.attach(terminal, reader);
  output(0, 'abc');
  output(100, 'later');
  expect(drawn.at(-1)).toEqual(['later', true]);
});

test('after a lost line a terminal that is still there is read on from where it was', () => {
  const { feed, sent, reader, output, cut, mend } = feedOnALine();
  feed.watch(() => undefined);
  feed.received({ type: 'terminals', terminals: [{ id: terminal, machine: 'app' }] });
  feed.attach(terminal, reader);
  output(0, 'abc');
  cut();
  expect(feed.list).toBeUndefined();
  mend();
  feed.received({ type: 'terminals', terminals: [{ id: terminal, machine: 'app' }] });
  expect(sent).toEqual([{ type: 'terminal-watch' }, { type: 'terminal-attach', terminal, after: 3 }]);
});

test('a terminal that is gone after a restart is not asked for', () => {
  const { feed, sent, reader, cut, mend } = feedOnALine();
  feed.watch(() => undefined);
  feed.attach(terminal, reader);
  cut();
  mend();
  feed.received({ type: 'terminals', terminals: [] });
  expect(sent).toEqual([{ type: 'terminal-watch' }]);
});

test('opening resolves to the terminal, or rejects in the server’s words, or when the line breaks', async () => {
  const { feed, cut } = feedOnALine();
  const size = { columns: 80, rows: 24 };
  const [opened, refused, lost] = [feed.open('a', size), feed.open('b', size), feed.open('c', size)];
  feed.received({ type: 'terminal-opened', request: 1, terminal });
  feed.received({ type: 'terminal-refused', request: 2, message: 'You have no server b.' });
  cut();
  expect(await opened).toBe(terminal);
  await expect(refused).rejects.toThrow('You have no server b.');
  await expect(lost).rejects.toThrow('broken');
  await expect(feed.open('d', size)).rejects.toThrow('no line');
});

test('a long paste goes in pieces that the server takes', () => {
  const { feed, sent } = feedOnALine();
  feed.input(terminal, 'x'.repeat(70_000));
  const lengths = sent.flatMap((message) => (message.type === 'terminal-input' ? [message.text.length] : []));
  expect(lengths).toEqual([32_768, 32_768, 4_464]);
});
