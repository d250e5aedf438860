import { takeUpFocusMode, toggleFocusMode } from './focus-mode.ts';
import { commandOf, isCharacter, isTaken, type LessonCommand, lessonKeys } from './key-table.ts';
import { lettersAct, presenterStep } from './reading-memory.ts';

/** Opens the sheet of keys. */
export const showKeys = async (): Promise<void> => {
  const { KeySheet } = await import('./key-sheet.ts');
  KeySheet.show();
};

/** Shows the lesson one step at a time. */
export const present = async (): Promise<void> => {
  const { present: begin } = await import('./presenter.ts');
  begin();
};

/** Puts the focus on the code of the cell after the one that has it or, without one, after what is seen at the top. */
const goToCell = (direction: 1 | -1): void => {
  const codes = [...document.querySelectorAll<HTMLElement>('run-cell .cell-code')].filter(
    (code) => code.offsetParent !== null,
  );
  const current = document.activeElement?.closest('run-cell');
  const held = codes.findIndex((code) => code.closest('run-cell') === current);
  const seen = codes.findIndex((code) => code.getBoundingClientRect().top > 80);
  const start = direction === 1 ? seen : (seen === -1 ? codes.length : seen) - 1;
  const code = codes[held === -1 ? start : held + direction];
  if (code === undefined) return;
  code.closest('run-cell')?.scrollIntoView({ block: 'nearest' });
  const target = code.querySelector<HTMLElement>('pre[tabindex]') ?? code.closest<HTMLElement>('run-cell');
  if (target?.tabIndex === -1 || target?.hasAttribute('tabindex') === false) target.tabIndex = -1;
  target?.focus();
};

const commands: Record<LessonCommand, () => void> = {
  showKeys: () => void showKeys(),
  nextCell: () => goToCell(1),
  previousCell: () => goToCell(-1),
  focusMode: toggleFocusMode,
  presenterMode: () => void present(),
};

document.addEventListener('keydown', (event) => {
  if (isTaken(event) || (isCharacter(event) && !lettersAct())) return;
  const command = commandOf<LessonCommand>(lessonKeys, event);
  if (command === undefined) return;
  event.preventDefault();
  commands[command]();
});

/** Goes to the cell that the address names: the browser has scrolled to it, and the focus follows. */
const reachCell = (): void => {
  const cell = document.querySelector<HTMLElement>('run-cell:target');
  if (cell === null) return;
  cell.tabIndex = -1;
  cell.scrollIntoView({ block: 'start' });
  cell.focus({ preventScroll: true });
};

addEventListener('hashchange', reachCell);
takeUpFocusMode();
// When every element of the page is there, and the browser has found what the address names.
addEventListener('load', () => {
  if (presenterStep() !== undefined) void present();
  else reachCell();
});
