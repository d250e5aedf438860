import type { Words } from '../words/words.ts';
import type { MenuEntry } from './action-menu.ts';

/** Something that can be done with a subject: an entry of its menu. */
export type Action<Subject> = {
  id: string;
  label: (words: Words, subject: Subject) => string;
  /** The keys that do the same, as they are read: `Shift+Enter`. */
  keys?: string;
  /** Whether it makes sense now; left out, it always does. */
  applies?: (subject: Subject) => boolean;
  /** What it destroys, said before it is done. */
  warning?: (words: Words) => string;
  run: (subject: Subject) => void;
};

/** What can be done with a subject now, as its menu shows it. */
export const entriesOf = <Subject>(
  actions: readonly Action<Subject>[],
  subject: Subject,
  words: Words,
): MenuEntry[] =>
  actions
    .filter(({ applies }) => applies?.(subject) ?? true)
    .map(({ id, label, keys, warning, run }) => ({
      id,
      label: label(words, subject),
      ...(keys !== undefined && { keys }),
      ...(warning !== undefined && { warning: warning(words) }),
      choose: () => run(subject),
    }));
