import { beforeAll, beforeEach, expect, test } from 'vitest';
import { channelMessage } from '../../../sandbox-server/kernel/messages.ts';
import { connect, enter, stop } from '../../../sandbox-server/library/channel.ts';
import { confirm, prompt, replyTo } from '../../../sandbox-server/library/questions.ts';

let asked: { id: string; ask: string }[] = [];
beforeAll(() => {
  connect((text) => {
    const { display } = channelMessage.parse(JSON.parse(text));
    if (display?.kind === 'question') asked.push(display);
  });
});
beforeEach(() => {
  asked = [];
});
const idOf = (at: number) => asked[at]?.id ?? '';

test('each question takes the reply that has its id', async () => {
  const answers = [prompt('Name?', 'x'), confirm('Sure?'), prompt('No?')];
  replyTo(idOf(1), true);
  replyTo(idOf(0), 'Ada');
  replyTo(idOf(2), null);
  expect(await Promise.all(answers)).toEqual(['Ada', true, null]);
});

test('an answer that is used before it is there is an error that says so', () => {
  expect(() => `Hello ${prompt('Name?')}`).toThrow('Write “await prompt(…)”');
  expect(() => JSON.stringify({ sure: confirm() })).toThrow('Write “await confirm(…)”');
});

test('one that waits ends when its run is interrupted', async () => {
  const waiting = Promise.resolve().then(async () => {
    enter('r1', 'a');
    await prompt('Name?');
  });
  await new Promise((resolve) => setImmediate(resolve));
  stop('r1');
  await expect(waiting).rejects.toThrow('This run was interrupted.');
});
