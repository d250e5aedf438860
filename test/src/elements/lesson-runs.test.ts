import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { bindingsOf } from '../../../src/bindings/bindings.ts';
import { LessonRuns, type PageCell } from '../../../src/elements/lesson-runs.ts';
import { reduce } from '../../../src/workbook/reduce.ts';
import { cellOf, emptyWorkbook } from '../../../src/workbook/workbook-state.ts';

type Marks = Pick<PageCell, 'optional' | 'reactive'>;

/** A page whose server runs every cell at once, and well; `ran` says what it was asked for, in order. */
class Page {
  readonly ran: string[] = [];
  /** The order that each of them was asked for in, if in any. */
  readonly orders: (string | undefined)[] = [];
  readonly circles: (readonly string[])[] = [];
  readonly texts: Record<string, string>;
  readonly runs: LessonRuns;
  readonly #cells: PageCell[];
  readonly #kept = new Map<string, string>();
  #state = emptyWorkbook;
  #seq = 0;
  /** While it is set, runs stay in the queue. */
  slow = false;

  constructor(codes: Record<string, string>, marks: Record<string, Partial<Marks>> = {}) {
    this.texts = { ...codes };
    this.#cells = Object.entries(codes).map(([name, original]) => ({
      name,
      original,
      optional: false,
      ...marks[name],
    }));
    this.runs = new LessonRuns({
      cells: () => this.#cells,
      state: (name) => cellOf(this.#state, name),
      text: ({ name }) => this.texts[name] ?? '',
      run: (cell, order) => this.#run(cell, order),
      newOrder: () => `order-${new Set(this.orders).size}`,
      restart: () => {
        this.ran.push('restart');
        this.hear({ kind: 'kernel', state: 'gone' });
      },
      circle: (cells) => this.circles.push(cells),
      bindings: { of: bindingsOf, all: async (codes) => codes.map(bindingsOf) },
      storage: {
        getItem: (key) => this.#kept.get(key) ?? null,
        setItem: (key, text) => void this.#kept.set(key, text),
        removeItem: (key) => void this.#kept.delete(key),
      },
    });
  }

  cell(name: string): PageCell {
    const found = this.#cells.find((cell) => cell.name === name);
    if (found === undefined) throw new Error(`no cell ${name}`);
    return found;
  }

  edit(name: string, text: string): void {
    this.texts[name] = text;
    this.runs.forget();
  }

  hear(event: RunEvent): void {
    this.#seq += 1;
    this.#state = reduce(this.#state, { seq: this.#seq, time: '2026-01-01T00:00:00Z', event });
    this.runs.forget();
    this.runs.heard(event);
  }

  /** Runs a cell as its reader does, and lets everything happen that follows from it. */
  async press(name: string): Promise<string[]> {
    const before = this.ran.length;
    this.runs.run(this.cell(name));
    await this.settle();
    return this.ran.slice(before);
  }

  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  #run({ name }: PageCell, order?: string): string {
    const of = { run: `${name}-${this.#seq}`, cell: name };
    this.orders.push(order);
    this.ran.push(name);
    this.hear({ kind: 'queued', ...of, code: this.texts[name] ?? '' });
    if (this.slow) return of.run;
    this.hear({ kind: 'started', ...of });
    // The page knows the id of a run before it hears of its end.
    queueMicrotask(() => this.hear({ kind: 'finished', ...of, outcome: 'ok', elapsed: 1 }));
    return of.run;
  }
}

const codes = {
  list: 'const servers = [1]',
  count: 'const count = servers.length',
  show: 'console.log(count)',
  other: '42',
};

describe('several cells are run', () => {
  test('all of them, but for those that are optional', async () => {
    const page = new Page(codes, { other: { optional: true } });
    await page.runs.runAll();
    expect(page.ran).toEqual(['list', 'count', 'show']);
  });

  test('in the order in which they need each other', async () => {
    const page = new Page({ show: 'x', define: 'const x = 1' });
    await page.runs.runAll();
    expect(page.ran).toEqual(['define', 'show']);
  });

  test('those above a cell, and those from a cell on, which is run even if it is optional', async () => {
    const page = new Page(codes, { count: { optional: true } });
    await page.runs.runAbove(page.cell('show'));
    expect(page.ran.splice(0)).toEqual(['list']);
    await page.runs.runFrom(page.cell('count'));
    expect(page.ran).toEqual(['count', 'show', 'other']);
  });

  test('in the order of the page when they need each other in a circle, which is told', async () => {
    const page = new Page({ hen: 'const hen = egg', egg: 'const egg = hen' });
    await page.runs.runAll();
    expect(page.circles).toEqual([['hen', 'egg']]);
    expect(page.ran).toHaveLength(2);
  });

  test('as one order, so that a failure stops the rest; the next time is another order', async () => {
    const page = new Page({ list: 'const a = 1', count: 'a' });
    await page.runs.runAll();
    await page.runs.runAll();
    await page.press('list');
    const [first, , second] = page.orders;
    expect(page.orders).toEqual([first, first, second, second, undefined]);
    expect([first, second]).not.toContain(undefined);
    expect(first).not.toBe(second);
  });

  test('after a restart', async () => {
    const page = new Page(codes);
    await page.runs.restartAndRunAll();
    expect(page.ran).toEqual(['restart', 'list', 'count', 'show', 'other']);
  });
});

describe('what is stale is run', () => {
  test('and nothing else', async () => {
    const page = new Page(codes);
    await page.runs.runAll();
    await page.settle();
    expect(page.runs.anyStale).toBe(false);
    page.ran.length = 0;
    page.edit('count', 'const count = servers.length + 1');
    expect(page.runs.staleness('count')).toEqual({ because: 'edited' });
    await page.runs.runStale();
    await page.settle();
    expect(page.ran).toEqual(['count', 'show']);
    expect(page.runs.anyStale).toBe(false);
  });

  test('with what it needs and was never run', async () => {
    const page = new Page(codes);
    await page.press('show');
    page.edit('show', 'console.log(count, 1)');
    page.ran.length = 0;
    await page.runs.runStale();
    expect(page.ran).toEqual(['list', 'count', 'show']);
  });

  test('but what is optional only when something else needs it', async () => {
    const page = new Page(codes, { list: { optional: true }, other: { optional: true } });
    for (const name of ['list', 'count', 'other']) await page.press(name);
    for (const name of ['list', 'other']) page.edit(name, `${page.texts[name]} // changed`);
    page.ran.length = 0;
    await page.runs.runStale();
    expect(page.ran).toEqual(['list', 'count']);
  });
});

test('what uses a cell is run on demand, as far as it has run before', async () => {
  const page = new Page(codes);
  for (const name of ['list', 'count']) await page.press(name);
  page.ran.length = 0;
  await page.runs.runDependents(['list']);
  expect(page.ran).toEqual(['count']);
});

describe('the cells of a reactive group', () => {
  const group = { reactive: 'servers' };
  const marks = { list: group, count: group, show: group, other: group };

  test('run by themselves when one that they depend on has run, each once', async () => {
    const page = new Page(codes, marks);
    expect(await page.press('list')).toEqual(['list', 'count', 'show']);
    expect(await page.press('count')).toEqual(['count', 'show']);
    expect(await page.press('show')).toEqual(['show']);
    expect(await page.press('other')).toEqual(['other']);
    expect(page.runs.anyStale).toBe(false);
  });

  test('never end up in a loop, even when they need each other in a circle', async () => {
    const page = new Page({ hen: 'var hen = typeof egg', egg: 'var egg = hen' }, { hen: group, egg: group });
    expect(await page.press('hen')).toEqual(['hen', 'egg']);
    expect(await page.press('egg')).toEqual(['egg', 'hen']);
  });

  test('leave cells of other groups and of none to their reader', async () => {
    const page = new Page(codes, { list: group, count: { reactive: 'else' }, show: group });
    expect(await page.press('list')).toEqual(['list', 'show']);
  });

  test('do not run while their reader has turned that off', async () => {
    const page = new Page(codes, marks);
    page.runs.reacts = false;
    expect(await page.press('list')).toEqual(['list']);
    page.runs.reacts = true;
    expect(await page.press('list')).toEqual(['list', 'count', 'show']);
  });

  test('are not queued twice when they wait already', async () => {
    const page = new Page(codes, marks);
    await page.press('list');
    page.slow = true;
    page.runs.run(page.cell('count'));
    page.slow = false;
    // What uses `count` follows when that has run.
    expect(await page.press('list')).toEqual(['list']);
  });

  test('do not run for what another page has run: that page sees to it', async () => {
    const page = new Page(codes, marks);
    const of = { run: 'elsewhere', cell: 'list' };
    page.hear({ kind: 'queued', ...of, code: codes.list });
    page.hear({ kind: 'started', ...of });
    page.hear({ kind: 'finished', ...of, outcome: 'ok', elapsed: 1 });
    await page.settle();
    expect(page.ran).toEqual([]);
  });
});

describe('names that two cells declare', () => {
  test('are told when a cell was run or changed, not before', async () => {
    const page = new Page({ one: 'const x = 1', two: 'const x = 2' });
    expect(page.runs.clashesOf('one')).toEqual([]);
    await page.press('one');
    expect(page.runs.clashesOf('one')).toEqual([{ name: 'x', cells: ['two'] }]);
    page.edit('two', 'const y = 2');
    expect(page.runs.clashesOf('one')).toEqual([]);
  });
});
