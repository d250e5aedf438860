import type { ReadingWords } from '../words/reading.ts';

/** A line of the sheet of keys. */
export type KeyLine<Command extends string = string> = {
  command: Command;
  /** As `KeyboardEvent.key` has them, with `Shift+` and `Control+` before; each does the same. */
  keys: readonly string[];
  says: keyof ReadingWords & Command;
};

const line = <Command extends keyof ReadingWords>(command: Command, ...keys: string[]): KeyLine<Command> => ({
  command,
  keys,
  says: command,
});

/** What the lesson itself does when nobody is writing. */
export const lessonKeys = [
  line('showKeys', '?'),
  line('nextCell', 'j'),
  line('previousCell', 'k'),
  line('focusMode', 'f'),
  line('presenterMode', 'p'),
] as const;
export type LessonCommand = (typeof lessonKeys)[number]['command'];

/** What is done with a paused run, wherever the cursor is. */
export const debuggerKeys = [
  line('continue', 'F8'),
  line('over', 'F10'),
  line('into', 'F11'),
  line('out', 'Shift+F11'),
] as const;

/** What presenter mode does; a clicker sends PageDown, PageUp, and `.` or `b`. */
export const presenterKeys = [
  line('nextStep', 'ArrowRight'),
  line('previousStep', 'ArrowLeft'),
  line('onward', 'PageDown', ' '),
  line('backward', 'PageUp', 'Shift+ '),
  line('firstStep', 'Home'),
  line('lastStep', 'End'),
  line('runStep', 'Shift+Enter'),
  line('dark', 'b', '.'),
  line('leavePresenter', 'Escape'),
] as const;
export type PresenterCommand = (typeof presenterKeys)[number]['command'];

/** What the cells, their editors, the terminals and the frame of the book bind themselves. */
export const otherKeys = {
  frame: [line('search', 'Control+k')],
  cell: [
    line('edit', 'Enter'),
    line('run', 'Shift+Enter', 'Control+Enter'),
    line('leaveEditor', 'Escape'),
    line('indent', 'Tab'),
    line('complete', 'Control+ '),
    line('toggleBreakpoint', 'F9'),
    line('screenReader', 'Shift+Alt+F1'),
  ],
  terminal: [
    line('leaveTerminal', 'F6'),
    line('searchTerminal', 'Control+Shift+f'),
    line('closeTerminal', 'Delete'),
  ],
} as const;

/** The keys of an event as the table writes them. */
const pressed = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string => {
  const held = [ctrlKey && 'Control', metaKey && 'Meta', altKey && 'Alt'];
  // Of a character that is typed with Shift, such as `?`, the character says it all.
  const shift = shiftKey && (key.length > 1 || key === ' ') && 'Shift';
  return [...held, shift, key].filter((part) => part !== false).join('+');
};

/** The command that an event asks for. */
export const commandOf = <Command extends string>(
  table: readonly KeyLine<Command>[],
  event: KeyboardEvent,
): Command | undefined => table.find(({ keys }) => keys.includes(pressed(event)))?.command;

/** Whether it is a key that somebody may strike without meaning a shortcut. */
export const isCharacter = ({ key }: KeyboardEvent): boolean => key.length === 1 && key !== ' ';

const writing =
  'input, textarea, select, [contenteditable], .monaco-editor, .cm-editor, .xterm, [role="textbox"]';
const asking = 'dialog, [role="menu"], [role="alertdialog"]';
const acting = 'button, a[href], summary, [role="tab"]';

/** Whether a key belongs to what has the focus: a field, an editor, a terminal, a menu, a button that it presses. */
export const isTaken = (event: KeyboardEvent): boolean => {
  const target = event.composedPath()[0];
  if (event.defaultPrevented || event.isComposing) return true;
  if (!(target instanceof Element)) return false;
  const presses = event.key === ' ' || event.key === 'Enter';
  return target.closest(`${writing}, ${asking}`) !== null || (presses && target.closest(acting) !== null);
};

const names: Record<string, string> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ' ': 'Space',
  Control: 'Ctrl',
  Escape: 'Esc',
};

/** The keys of a line as they are read: `Ctrl`, `K`. */
export const keysToRead = (keys: string): string[] =>
  keys.split('+').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
