import { expect, test } from 'vitest';
import { inTime } from '../../../src/elements/in-time.ts';

class Screen {
  time = 0;
  #frames: (() => void)[] = [];
  now = (): number => this.time;
  nextFrame = (then: () => void): void => void this.#frames.push(then);
  frame(): void {
    for (const then of this.#frames.splice(0)) then();
  }
}

test('what costs little is done at once, each time', () => {
  const screen = new Screen();
  let calls = 0;
  const go = inTime(() => {
    calls += 1;
    screen.time += 1;
  }, screen);
  go();
  go();
  go();
  expect(calls).toBe(3);
});

test('what costs much is done once more with the next frame, however often it was asked for', () => {
  const screen = new Screen();
  let calls = 0;
  const go = inTime(() => {
    calls += 1;
    screen.time += 10;
  }, screen);
  for (let asked = 0; asked < 50; asked += 1) go();
  expect(calls).toBe(1);
  screen.frame();
  expect(calls).toBe(2);
  screen.frame();
  expect(calls).toBe(2);
});
