import { expect, test } from 'vitest';
import { WireFeed } from '../../../src/sandbox/wire-feed.ts';
import { callSummary } from '../../fakes/call-summary.ts';

const idsOf = (calls: readonly { id: number }[]): number[] => calls.map(({ id }) => id);

test('calls stand in the order in which they began, each with what it caused, whatever ends first', () => {
  const feed = new WireFeed();
  feed.read([callSummary(3, { cause: 2 }), callSummary(5)], false);
  feed.read([callSummary(4, { cause: 3 })], false);
  expect(idsOf(feed.trees)).toEqual([5]);
  feed.read([callSummary(2)], false);
  expect(feed.trees).toMatchObject([
    { id: 2, inner: [{ id: 3, inner: [{ id: 4, inner: [] }] }] },
    { id: 5, inner: [] },
  ]);
  expect(idsOf(feed.newest)).toEqual([5, 2]);
});

test('those of a run are told apart from all others', () => {
  const feed = new WireFeed();
  feed.read([callSummary(1, { run: 'a' }), callSummary(2), callSummary(3, { run: 'b' })], true);
  feed.read([callSummary(4, { run: 'a' }), callSummary(5, { run: 'a', cause: 4 })], false);
  expect(idsOf(feed.ofRun('a'))).toEqual([1, 4]);
  expect(feed.ofRun('c')).toEqual([]);
  expect(feed.ofRun(undefined)).toEqual([]);
});

test('a line that comes back tells all, and what is no longer kept goes', () => {
  const feed = new WireFeed();
  feed.read([callSummary(1), callSummary(2)], true);
  feed.read([callSummary(2), callSummary(3)], true);
  expect(idsOf(feed.trees)).toEqual([2, 3]);
});
