import { expect, test } from 'vitest';
import type { EditHistory } from '../../../src/sandbox/edit-history.ts';
import { EditSteps } from '../../../src/sandbox/edit-steps.ts';
import { beginHistory, type TextHistory } from '../../../src/workbook/text-history.ts';
import { FakeWorld } from './fake-world.ts';

const cell = { name: 'cell', original: 'a' };

/** A history in memory, in place of the browser's database. */
class KeptHistory implements Pick<EditHistory, 'change'> {
  readonly cells = new Map<string, TextHistory>();

  async change(...[name, original, step]: Parameters<EditHistory['change']>): Promise<void> {
    this.cells.set(name, step(this.cells.get(name) ?? beginHistory(original)));
  }

  get texts(): readonly string[] | undefined {
    return this.cells.get('cell')?.texts;
  }
}

test('what is typed without a pause is one step', () => {
  const world = new FakeWorld();
  const history = new KeptHistory();
  const steps = new EditSteps(history, world.after);
  for (const text of ['ab', 'abc', 'abcd']) steps.type(cell, text);
  expect(history.texts).toBeUndefined();
  world.passTime();
  steps.type(cell, 'abcde');
  world.passTime();
  expect(history.texts).toEqual(['a', 'abcd', 'abcde']);
});

test('a text that is put there is a step after what was typed', () => {
  const history = new KeptHistory();
  const steps = new EditSteps(history, new FakeWorld().after);
  steps.type(cell, 'ab');
  steps.put(cell, 'a');
  expect(history.cells.get('cell')).toEqual({ texts: ['a', 'ab', 'a'], at: 2 });
});

test('leaving the page loses nothing that was typed', () => {
  const history = new KeptHistory();
  const steps = new EditSteps(history, new FakeWorld().after);
  steps.type(cell, 'ab');
  steps.flush();
  expect(history.texts).toEqual(['a', 'ab']);
});

test('a browser that cannot keep steps is no obstacle', () => {
  const steps = new EditSteps(
    { change: () => Promise.reject(new Error('no database')) },
    new FakeWorld().after,
  );
  steps.type(cell, 'ab');
  expect(() => steps.flush()).not.toThrow();
});
