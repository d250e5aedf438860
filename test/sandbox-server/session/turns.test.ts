import { expect, test } from 'vitest';
import { Turns } from '../../../sandbox-server/session/turns.ts';

test('what one learner asks for is done one after the other, and others do not wait for it', async () => {
  const turns = new Turns();
  const begun: string[] = [];
  const held = Promise.withResolvers<void>();
  const begin = (name: string, until: Promise<unknown>) => async () => {
    begun.push(name);
    await until;
    return name;
  };
  const first = turns.take('ada', begin('ada 1', held.promise));
  const second = turns.take('ada', begin('ada 2', Promise.resolve()));
  expect(await turns.take('bob', begin('bob', Promise.resolve()))).toBe('bob');
  expect(begun).toEqual(['ada 1', 'bob']);
  held.resolve();
  expect(await Promise.all([first, second])).toEqual(['ada 1', 'ada 2']);
});

test('what goes wrong is told to whoever asked, and the next has its turn', async () => {
  const turns = new Turns();
  const first = turns.take('ada', () => Promise.reject(new Error('no')));
  const second = turns.take('ada', async () => 'yes');
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe('yes');
});
