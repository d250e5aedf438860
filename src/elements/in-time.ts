/** The time of the screen: what a frame may cost, and when the next one is. */
export type FrameWorld = { now: () => number; nextFrame: (then: () => void) => void };

/** Milliseconds of a frame that may go into drawing at once. */
const budget = 4;

const screen: FrameWorld = {
  now: () => performance.now(),
  nextFrame: (then) => requestAnimationFrame(then),
};

/**
 * A call that runs at once while that costs little, and otherwise with the next frame that the screen draws:
 * the first output of a run is seen without delay, and a flood of them does not stop the page.
 */
export const inTime = (call: () => void, world: FrameWorld = screen): (() => void) => {
  let spent = 0;
  let waiting = false;
  let asked = false;
  const go = (): void => {
    if (spent >= budget) {
      asked = true;
      return;
    }
    const begun = world.now();
    call();
    spent += world.now() - begun;
    if (waiting) return;
    waiting = true;
    world.nextFrame(() => {
      spent = 0;
      waiting = false;
      if (!asked) return;
      asked = false;
      go();
    });
  };
  return go;
};
