import { readingWords } from '../words/reading.ts';
import { isFocused, setFocused } from './reading-memory.ts';

const page = document.documentElement;
let leave: HTMLButtonElement | undefined;

const leaveButton = (): HTMLButtonElement => {
  if (leave !== undefined) return leave;
  leave = document.createElement('button');
  leave.type = 'button';
  leave.className = 'button leave-focus';
  leave.textContent = readingWords(page.lang).leaveFocus;
  leave.addEventListener('click', toggleFocusMode);
  return leave;
};

/** Shows only the prose and its cells, where the reader has left it so. */
export const takeUpFocusMode = (): void => {
  const on = isFocused();
  if (page.dataset.reading !== 'presenter') {
    if (on) page.dataset.reading = 'focus';
    else delete page.dataset.reading;
  }
  if (on) document.body.prepend(leaveButton());
  else leave?.remove();
};

/** Shows only the prose and its cells, or everything again; it stays so in all lessons. What is read stays in its place. */
export function toggleFocusMode(): void {
  const anchor = [...document.querySelectorAll('.sl-markdown-content > *')].find(
    (block) => block.getBoundingClientRect().bottom > 80,
  );
  const before = anchor?.getBoundingClientRect().top ?? 0;
  setFocused(!isFocused());
  takeUpFocusMode();
  if (anchor && scrollY > 0) scrollBy(0, anchor.getBoundingClientRect().top - before);
}
