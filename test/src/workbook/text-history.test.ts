import { describe, expect, test } from 'vitest';
import { beginHistory, putText, stepTo } from '../../../src/workbook/text-history.ts';

const typed = (...texts: string[]) => texts.reduce(stepTo, beginHistory('a'));

describe('the history of a text', () => {
  test('keeps every step', () => {
    expect(typed('ab', 'abc')).toEqual({ texts: ['a', 'ab', 'abc'], at: 2 });
  });

  test('takes no step where nothing changes', () => {
    expect(typed('ab', 'ab').texts).toEqual(['a', 'ab']);
  });

  test('goes back when the text becomes the one before, and forth again', () => {
    expect(typed('ab', 'a')).toEqual({ texts: ['a', 'ab'], at: 0 });
    expect(typed('ab', 'a', 'ab')).toEqual({ texts: ['a', 'ab'], at: 1 });
  });

  test('forgets what was undone when something new is written', () => {
    expect(typed('ab', 'a', 'x')).toEqual({ texts: ['a', 'x'], at: 1 });
  });

  test('takes a text that is put there for a step of its own, even when it is the one before', () => {
    expect(putText(typed('ab'), 'a')).toEqual({ texts: ['a', 'ab', 'a'], at: 2 });
    expect(putText(typed('ab'), 'ab')).toEqual(typed('ab'));
  });

  test('keeps the newest hundred steps', () => {
    const many = typed(...Array.from({ length: 150 }, (_, index) => `text ${index}`));
    expect(many.texts).toHaveLength(100);
    expect(many.texts[many.at]).toBe('text 149');
  });

  test('keeps a million characters, and always the last two texts', () => {
    const [long, longer] = ['b'.repeat(700_000), 'c'.repeat(700_000)];
    expect(typed('ab', long, longer).texts).toEqual([long, longer]);
  });
});
