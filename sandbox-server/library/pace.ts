/**
 * Something that is wanted often and done at most once in so many milliseconds: at once when it was not done just
 * now, otherwise when the time has come.
 * @returns asks for it
 */
export function pace(milliseconds: number, act: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  let due = false;
  const go = () => {
    due = false;
    last = performance.now();
    act();
  };
  return () => {
    const rest = last + milliseconds - performance.now();
    if (rest <= 0) go();
    else if (!due) {
      due = true;
      setTimeout(() => due && go(), rest);
    }
  };
}
