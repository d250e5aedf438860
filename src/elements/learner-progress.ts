import { hasBegun } from '../sandbox/session-memory.ts';

/** The one script of every page: it shows how far the learner is, to those who have begun. */
const show = async (): Promise<void> => {
  const { showProgress } = await import('./show-progress.ts');
  await showProgress();
};

if (hasBegun(localStorage)) void show();

/** Shortest time between two looks, in milliseconds: a lesson that runs all its cells asks once in a while. */
const rest = 2000;
let due = false;
addEventListener('learner-progress', () => {
  if (due) return;
  due = true;
  setTimeout(() => {
    due = false;
    void show();
  }, rest);
});
