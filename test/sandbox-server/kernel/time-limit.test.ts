import { expect, test } from 'vitest';
import { defaultLimits } from '../../../sandbox-server/kernel/limits.ts';
import { TimeLimit } from '../../../sandbox-server/kernel/time-limit.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const limits = { ...defaultLimits, time: 100, extension: 50, longest: 180 };

/** Whether a promise is settled when everything that can happen now has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const turn = new Promise((resolve) => setImmediate(() => resolve(false)));
  return (await Promise.race([promise.then(() => true), turn])) === true;
}

test('the time is up when it is up, not before', async () => {
  const clock = new ManualClock();
  const strikes = new TimeLimit(limits).strikes(clock, new AbortController().signal);
  clock.advance(99);
  expect(await isSettled(strikes)).toBe(false);
  clock.advance(1);
  expect(await isSettled(strikes)).toBe(true);
});

test('what it is extended by counts from the end of what it had, up to the most', async () => {
  const clock = new ManualClock();
  const limit = new TimeLimit(limits);
  const strikes = limit.strikes(clock, new AbortController().signal);
  clock.advance(60);
  expect([limit.extend(), limit.allowance]).toEqual([true, { time: 150, most: 180 }]);
  clock.advance(80);
  expect(await isSettled(strikes)).toBe(false);
  expect([limit.extend(), limit.allowance]).toEqual([true, { time: 180, most: 180 }]);
  expect([limit.extend(), limit.allowance]).toEqual([false, { time: 180, most: 180 }]);
  clock.advance(10);
  expect(await isSettled(strikes)).toBe(false);
  clock.advance(30);
  expect(await isSettled(strikes)).toBe(true);
});

test('a run that is over waits for nothing', async () => {
  const over = new AbortController();
  const strikes = new TimeLimit(limits).strikes(new ManualClock(), over.signal);
  over.abort(new Error('over'));
  await expect(strikes).rejects.toThrow('over');
});

test('it stands still while the run is paused, and only so long may that be', async () => {
  const clock = new ManualClock();
  const limit = new TimeLimit({ ...limits, pause: 1000, pauses: 1500 });
  const strikes = limit.strikes(clock, new AbortController().signal);
  clock.advance(60);
  expect(limit.pauseAllowance).toBe(1000);
  limit.pause(clock.now());
  clock.advance(900);
  expect(await isSettled(strikes)).toBe(false);
  limit.resume(clock.now());
  expect(limit.allowance).toEqual({ time: 1000, most: 1080 });
  expect([limit.time, limit.pauseAllowance]).toEqual([100, 600]);
  clock.advance(39);
  expect(await isSettled(strikes)).toBe(false);
  clock.advance(1);
  expect(await isSettled(strikes)).toBe(true);
});
