import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { bindingsOf } from '../../../src/bindings/bindings.ts';
import { stalenessOf } from '../../../src/workbook/freshness.ts';
import { reduce } from '../../../src/workbook/reduce.ts';
import { cellOf, emptyWorkbook } from '../../../src/workbook/workbook-state.ts';

const codes: Record<string, string> = {
  list: 'const servers = [1]',
  count: 'const count = servers.length',
  show: 'console.log(count)',
  other: '42',
};

/**
 * What happened to a lesson, a word for each thing: `list` runs to its end, `list…` is running, `list?` waits,
 * `list!` failed, `list=code` has this text now, `gone` and `ready` are the kernel's.
 */
const staleAfter = (happened: string, lesson = codes): Record<string, string> => {
  const texts = { ...lesson };
  const events: RunEvent[] = happened.split('; ').flatMap((word): RunEvent[] => {
    if (word === 'gone' || word === 'ready') return [{ kind: 'kernel', state: word }];
    const [, cell = '', sign = '', text = ''] = /^(\w+)([…?!=]?)(.*)$/.exec(word) ?? [];
    if (sign === '=') {
      texts[cell] = text;
      return [];
    }
    const of = { run: crypto.randomUUID(), cell };
    const outcome = sign === '!' ? 'error' : 'ok';
    const queued: RunEvent = { kind: 'queued', ...of, code: texts[cell] ?? '' };
    const started: RunEvent = { kind: 'started', ...of };
    const finished: RunEvent = { kind: 'finished', ...of, outcome, elapsed: 1 };
    return [queued, ...(sign === '?' ? [] : [started]), ...(/[…?]/.test(sign) ? [] : [finished])];
  });
  const workbook = events.reduce(
    (state, event, index) => reduce(state, { seq: index + 1, time: '2026-01-01T00:00:00Z', event }),
    emptyWorkbook,
  );
  const cells = Object.keys(lesson).map((name) => {
    const state = cellOf(workbook, name);
    return { name, text: texts[name] ?? '', state, bindings: bindingsOf(state.ran ?? '') };
  });
  return Object.fromEntries(
    [...stalenessOf(cells)].map(([name, why]) => [
      name,
      'cell' in why ? `${why.because}: ${why.name} of ${why.cell}` : why.because,
    ]),
  );
};

describe('fresh is', () => {
  test.each([
    ['a cell that never ran', 'list=1'],
    ['a page that was run from top to bottom', 'list; count; show; other'],
    ['a cell that runs again', 'list; count; list; count…'],
    ['a cell that waits to run again', 'list; count; list; count?'],
    ['a cell of which nothing that it uses has changed', 'list; count; show; other; other'],
    ['a cell whose text was changed and changed back', 'list; list=1; list=const servers = [1]'],
    ['a cell that ran before what it uses was ever run', 'show'],
    ['a cell that made nothing which could go with its kernel', 'other; gone'],
  ])('%s', (_, happened) => {
    expect(staleAfter(happened)).toEqual({});
  });

  test('a cell that imports what another imports again', () => {
    const lesson = { one: `import { a } from 'x'`, two: `import { a } from 'x'; a`, three: 'a' };
    expect(staleAfter('one; two; three; one; two', lesson)).toEqual({});
  });

  test('each of two cells that count up the same counter', () => {
    const lesson = { start: 'let n = 0', one: 'n += 1', two: 'n += 1', show: 'n' };
    expect(staleAfter('start; one; two; show', lesson)).toEqual({});
    expect(staleAfter('start; one; two; show; start', lesson)).toEqual({
      one: 'changed: n of start',
      two: 'changed: n of start',
      show: 'changed: n of start',
    });
    expect(staleAfter('start; one; two; show; one', lesson)).toEqual({ show: 'changed: n of one' });
  });

  test('a cell above one that gives the variable another value, because the page reads from top to bottom', () => {
    expect(staleAfter('one; two; three', { one: 'let x = 1', two: 'x', three: 'x = 2' })).toEqual({});
  });
});

describe('stale is', () => {
  test.each([
    ['a cell whose text was edited', 'other; other=43', { other: 'edited' }],
    ['a cell that failed, when its text was edited', 'other!; other=43', { other: 'edited' }],
    [
      'a cell whose input was given anew, and what uses it in turn',
      'list; count; show; list',
      { count: 'changed: servers of list', show: 'input-stale: count of count' },
    ],
    ['a cell whose input is being given anew', 'list; count; list…', { count: 'changed: servers of list' }],
    [
      'a cell whose input failed when it was given anew',
      'list; count; list!',
      { count: 'changed: servers of list' },
    ],
    ['a cell that ran before what it uses', 'count!; list', { count: 'changed: servers of list' }],
    [
      'what uses an edited cell',
      'list; count; show; list=const servers = []',
      {
        list: 'edited',
        count: 'input-edited: servers of list',
        show: 'input-stale: count of count',
      },
    ],
    [
      'what was made in a kernel that is gone, and what uses it',
      'list; count; show; gone',
      { list: 'kernel', count: 'kernel', show: 'input-stale: count of count' },
    ],
    ['and so it is when nothing is known but that there is another', 'list; ready', { list: 'kernel' }],
    ['and still so in the next kernel', 'list; count; gone; ready; list', { count: 'kernel' }],
  ])('%s', (_, happened, stale) => {
    expect(staleAfter(happened)).toEqual(stale);
  });

  test('what calls a function that uses a changed name', () => {
    const lesson = { list: 'let list = []', f: 'const f = () => list', call: 'f()' };
    expect(staleAfter('list; f; call; list', lesson)).toEqual({
      f: 'changed: list of list',
      call: 'input-stale: f of f',
    });
  });

  test('a cell above the only one that gives a name, when that runs again', () => {
    expect(staleAfter('define; show; define', { show: 'x', define: 'const x = 1' })).toEqual({
      show: 'changed: x of define',
    });
  });

  test('nobody for ever, where cells need each other in a circle', () => {
    const lesson = { hen: 'var hen = typeof egg', egg: 'var egg = hen' };
    expect(staleAfter('hen; egg', lesson)).toEqual({
      hen: 'changed: egg of egg',
      egg: 'input-stale: hen of hen',
    });
  });
});
