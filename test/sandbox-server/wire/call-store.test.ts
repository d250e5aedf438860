import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { type CallRecord, mostCalls } from '../../../sandbox-server/protocol/wire.ts';
import { CallStore, MOST_BYTES, MOST_INNER } from '../../../sandbox-server/wire/call-store.ts';
import { callSummary } from '../../fakes/call-summary.ts';

function call(id: number, text = ''): CallRecord {
  const body = { type: 'application/json', text };
  return { ...callSummary(id), request: { headers: {} }, response: { headers: {}, body } };
}

const idsOf = (store: CallStore, learner: string): number[] => store.summaries(learner).map(({ id }) => id);

describe('the calls that are kept', () => {
  test('are the last of each learner, and only theirs', () => {
    const store = new CallStore(new DatabaseSync(':memory:'));
    store.put('bob', 1, call(1, 'of bob'));
    for (let id = 2; id <= mostCalls + 11; id += 1) store.put('ada', id, call(id));
    const ids = idsOf(store, 'ada');
    expect(ids.length).toBeLessThanOrEqual(mostCalls);
    expect(ids.length).toBeGreaterThan(mostCalls / 2);
    expect(ids).toEqual(ids.map((_, at) => mostCalls + 12 - ids.length + at));
    expect(idsOf(store, 'bob')).toEqual([1]);
    expect(store.find('bob', 1)).toEqual(call(1, 'of bob'));
    expect(store.find('ada', 1)).toBeUndefined();
    expect(store.find('ada', 2)).toBeUndefined();
  });

  test('weigh so much at most', () => {
    const store = new CallStore(new DatabaseSync(':memory:'));
    const text = 'x'.repeat(100_000);
    for (let id = 1; id <= 100; id += 1) store.put('ada', id, call(id, text));
    const ids = idsOf(store, 'ada');
    expect(ids).toHaveLength(Math.floor(MOST_BYTES / 100_300));
    expect(ids.at(-1)).toBe(100);
  });

  test('go with all that they caused, of which so much is kept', () => {
    const store = new CallStore(new DatabaseSync(':memory:'));
    for (let id = 2; id < 100; id += 1) store.put('ada', 1, { ...call(id), cause: 1 });
    store.put('ada', 1, call(1));
    expect(idsOf(store, 'ada').length).toBeLessThanOrEqual(MOST_INNER + 2);
    for (let id = 101; id <= 100 + mostCalls; id += 1) store.put('ada', id, call(id));
    expect(idsOf(store, 'ada')[0]).toBeGreaterThan(100);
    store.put('ada', 1, { ...call(999), cause: 1 });
    expect(idsOf(store, 'ada')).not.toContain(999);
  });

  test('are there when the database is opened again, and numbers go on', () => {
    const database = new DatabaseSync(':memory:');
    new CallStore(database).put('ada', 7, call(7));
    const again = new CallStore(database);
    expect(again.last()).toBe(7);
    expect(again.find('ada', 7)).toEqual(call(7));
    for (let id = 8; id <= mostCalls + 7; id += 1) again.put('ada', id, call(id));
    expect(idsOf(again, 'ada')).not.toContain(7);
  });
});
