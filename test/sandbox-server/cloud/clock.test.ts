import { expect, test } from 'vitest';
import { isoMicroseconds, isoSeconds, isoUnzoned, systemClock } from '../../../sandbox-server/cloud/clock.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

test('a manual clock stands still until it is moved', () => {
  const clock = new ManualClock(1000);
  expect(clock.now()).toBe(1000);
  clock.advance(500);
  expect(clock.now()).toBe(1500);
});

test('a manual clock wakes those whose time has come, in order, and nobody else', async () => {
  const clock = new ManualClock();
  const woken: number[] = [];
  const waits = [30, 10, 20].map((ms) => clock.wait(ms).then(() => woken.push(ms)));
  clock.advance(20);
  await Promise.all(waits.slice(1));
  expect(woken).toEqual([10, 20]);
});

test.each([
  ['manual', new ManualClock()],
  ['system', systemClock],
])('a wait on the %s clock ends with the reason of its signal', async (_name, clock) => {
  const controller = new AbortController();
  const waiting = clock.wait(60_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(clock.wait(60_000, controller.signal)).rejects.toThrow('enough');
});

test('moments are written as each service writes them', () => {
  const moment = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  expect(isoSeconds(moment)).toBe('2026-01-02T03:04:05Z');
  expect(isoMicroseconds(moment)).toBe('2026-01-02T03:04:05.678000Z');
  expect(isoUnzoned(moment)).toBe('2026-01-02T03:04:05.678000');
});
