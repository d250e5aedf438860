/** What the keys are called. */
export type KeyWords = { undo: string; redo: string; indent: string };

/** A row of the keys that the keyboard of a phone lacks. A touch on one leaves the cursor and the keyboard where they are. */
export const touchKeys = (words: KeyWords, actions: Record<keyof KeyWords, () => void>): HTMLElement => {
  const row = document.createElement('div');
  row.className = 'touch-keys';
  row.addEventListener('pointerdown', (event) => event.preventDefault());
  // The cell's code opens the editor when it is touched; a key is not the code.
  row.addEventListener('click', (event) => event.stopPropagation());
  for (const name of ['undo', 'redo', 'indent'] as const) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button quiet';
    button.textContent = words[name];
    button.addEventListener('click', actions[name]);
    row.append(button);
  }
  return row;
};
