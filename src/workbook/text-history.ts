/** What a cell's text was, step by step; `at` is the step that it is now. Those after it were undone. */
export type TextHistory = { texts: readonly string[]; at: number };

/** Steps and characters that are kept of one cell; the oldest go first. */
const mostSteps = 100;
const mostCharacters = 1_000_000;

/** The history of a text that was never changed. */
export const beginHistory = (text: string): TextHistory => ({ texts: [text], at: 0 });

/** The history after a learner's keys have made `text`: by a step back, by a step forth, or by something new. */
export const stepTo = (history: TextHistory, text: string): TextHistory => {
  const { texts, at } = history;
  if (texts[at - 1] === text) return { texts, at: at - 1 };
  if (texts[at + 1] === text) return { texts, at: at + 1 };
  return putText(history, text);
};

/** The history after `text` was put in place of what was there: always a step of its own, which can be undone. */
export const putText = ({ texts, at }: TextHistory, text: string): TextHistory => {
  if (texts[at] === text) return { texts, at };
  const next = bounded([...texts.slice(0, at + 1), text]);
  return { texts: next, at: next.length - 1 };
};

const bounded = (texts: readonly string[]): readonly string[] => {
  const recent = texts.slice(-mostSteps);
  let room = mostCharacters;
  const fitting = recent.toReversed().findIndex((text) => {
    room -= text.length;
    return room < 0;
  });
  // The text of now and the one before it stay, however long they are.
  return fitting < 0 ? recent : recent.slice(-Math.max(2, fitting));
};
