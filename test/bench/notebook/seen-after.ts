import type { Page } from 'playwright-core';
import { z } from 'zod';

/** What somebody does, and what they see of it at last. */
type Wait = {
  event: 'keydown' | 'click';
  /** What they press or click: the event's target is in it. */
  on: string;
  key?: string;
  /** What is then to be seen. */
  until: string;
};

/**
 * Measures in the page from now on, so that the time of whatever drives it is not in the figures.
 * @returns resolves, when so many such events were answered, to the milliseconds from each of them until the frame
 * that shows `until` is made
 */
export async function measureUntilSeen(
  page: Page,
  wait: Wait,
): Promise<(count: number) => Promise<number[]>> {
  await page.evaluate(({ event, on, key, until }) => {
    const taken: number[] = [];
    Object.assign(window, { taken });
    const isSeen = () =>
      [...document.querySelectorAll(until)].some((element) =>
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
      );
    const begin = (given: Event): void => {
      if (!(given.target instanceof Element) || given.target.closest(on) === null) return;
      if (given instanceof KeyboardEvent && given.key !== key) return;
      const look = (): void => {
        // The task after a frame's callbacks is the first one after its painting.
        if (isSeen()) setTimeout(() => taken.push(performance.now() - given.timeStamp));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    addEventListener(event, begin, { capture: true });
  }, wait);
  return async (count) => {
    await page.waitForFunction((events) => Reflect.get(window, 'taken').length >= events, count);
    return z.array(z.number()).parse(await page.evaluate(() => Reflect.get(window, 'taken')));
  };
}
