import { beforeEach, expect, test } from 'vitest';
import { RunInOrder } from '../../../src/workbook/run-in-order.ts';
import { type CellState, untouched } from '../../../src/workbook/workbook-state.ts';

let states: Map<string, CellState>;
let asked: string[];
let connected: boolean;
let order: RunInOrder<string>;

beforeEach(() => {
  states = new Map();
  asked = [];
  connected = true;
  order = new RunInOrder(
    (cell) => {
      if (!connected) return undefined;
      asked.push(cell);
      return `run ${asked.length}`;
    },
    (cell) => states.get(cell) ?? untouched,
  );
});

/** The log says this of the newest run of a cell. */
const say = (cell: string, state: CellState['state'], run = `run ${asked.length}`): void => {
  states.set(cell, { ...untouched, state, run });
  order.goOn();
};

test('runs the next cell when the one before is done, and not earlier', () => {
  order.start(['a', 'b']);
  say('a', 'queued');
  say('a', 'running');
  expect(asked).toEqual(['a']);
  say('a', 'ok');
  expect(asked).toEqual(['a', 'b']);
  say('b', 'ok');
  expect(asked).toEqual(['a', 'b']);
});

test.each(['error', 'interrupted', 'timeout', 'lost'] as const)(
  'stops at a cell that ends with %s',
  (state) => {
    order.start(['a', 'b']);
    say('a', state);
    order.goOn();
    expect(asked).toEqual(['a']);
  },
);

test('does not take the end of an earlier run for the end of this one', () => {
  states.set('a', { ...untouched, state: 'ok', run: 'yesterday’s' });
  order.start(['a', 'b']);
  order.goOn();
  expect(asked).toEqual(['a']);
});

test('stops when it is told to, and when a run cannot be asked for', () => {
  order.start(['a', 'b']);
  order.stop();
  say('a', 'ok');
  expect(asked).toEqual(['a']);
  connected = false;
  order.start(['a']);
  connected = true;
  order.goOn();
  expect(asked).toEqual(['a']);
});
