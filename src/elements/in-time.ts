/**
 * A call that runs at once, and then at most once for each frame that the screen draws: the first output of a
 * run is seen without delay, and a flood of them does not stop the page.
 */
export const inTime = (
  call: () => void,
  nextFrame: (then: () => void) => void = (then) => requestAnimationFrame(then),
): (() => void) => {
  let resting = false;
  let asked = false;
  const go = (): void => {
    if (resting) {
      asked = true;
      return;
    }
    resting = true;
    call();
    nextFrame(() => {
      resting = false;
      if (!asked) return;
      asked = false;
      go();
    });
  };
  return go;
};
