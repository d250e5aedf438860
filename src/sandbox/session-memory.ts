import type { TextStorage } from './kept-text.ts';

const prefix = 'workbook:';
const begun = `${prefix}begun`;

/** Whether this browser has been in a lesson: only then the server is asked about its learner. */
export const hasBegun = (storage: TextStorage): boolean => storage.getItem(begun) !== null;

export const rememberBegun = (storage: TextStorage): void => storage.setItem(begun, 'yes');

/** Removes all that the course keeps in this browser. */
export const forgetAll = (storage: Storage): void => {
  for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
};
