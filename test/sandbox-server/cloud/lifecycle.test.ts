import { expect, test } from 'vitest';
import { type Lifecycle, settle } from '../../../sandbox-server/cloud/lifecycle.ts';

type State = 'asked' | 'made' | 'ready' | 'off';
const table: Lifecycle<State> = { asked: { to: 'made', after: 100 }, made: { to: 'ready', after: 50 } };

test.each([
  [0, 'asked', 0],
  [99, 'asked', 0],
  [100, 'made', 100],
  [149, 'made', 100],
  [150, 'ready', 150],
  [9000, 'ready', 150],
])('after %i ms it is %s since %i', (now, state, since) => {
  expect(settle(table, { state: 'asked', since: 0 }, now)).toEqual({ state, since });
});

test('a state without a way on stays', () => {
  expect(settle(table, { state: 'off', since: 3 }, 9000)).toEqual({ state: 'off', since: 3 });
});
