import { beforeEach, expect, test } from 'vitest';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { InputRuns } from '../../../src/elements/input-runs.ts';

const kept = new Map<string, string>();
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
};
const chosen = (cell: string): RunEvent => ({ kind: 'chosen', cell, widget: 'x', value: 1 });
const finished: RunEvent = { kind: 'finished', run: 'r', cell: 'b', outcome: 'ok', elapsed: 1 };

let busy = false;
let rerun: (readonly string[])[];
let inputs: InputRuns;
beforeEach(() => {
  busy = false;
  rerun = [];
  kept.clear();
  inputs = new InputRuns({
    runs: { runDependents: async (cells) => void rerun.push(cells) },
    busy: () => busy,
    storage,
  });
});

test('nothing runs by itself unless the reader wants it', () => {
  inputs.set('a');
  inputs.heard(chosen('a'));
  expect(rerun).toEqual([]);
});

test('what was set here reruns what uses it; what was set in another tab does not', () => {
  inputs.on = true;
  inputs.heard(chosen('a'));
  expect(rerun).toEqual([]);
  inputs.set('a');
  inputs.heard(chosen('a'));
  expect(rerun).toEqual([['a']]);
});

test('while cells run it waits, and then runs once', () => {
  inputs.on = true;
  busy = true;
  for (let times = 0; times < 3; times += 1) {
    inputs.set('a');
    inputs.heard(chosen('a'));
  }
  busy = false;
  inputs.heard(finished);
  inputs.heard(finished);
  expect(rerun).toEqual([['a']]);
});
