/** Puts `text` on the clipboard and says so on the button for as long as it has the focus. */
export const copyText = async (button: HTMLButtonElement, text: string, said: string): Promise<void> => {
  await writeClipboard(text);
  sayOnButton(button, said);
};

/** Says on a button what it has done, for as long as it has the focus. */
export const sayOnButton = (button: HTMLButtonElement, said: string): void => {
  const label = button.textContent;
  if (label === said) return;
  button.textContent = said;
  button.addEventListener(
    'blur',
    () => {
      button.textContent = label;
    },
    { once: true },
  );
};

/** A page that came over plain HTTP from another machine, as in a classroom, has no clipboard but the old way. */
export const writeClipboard = async (text: string): Promise<void> => {
  if (navigator.clipboard !== undefined) return await navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  const { activeElement } = document;
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
  if (activeElement instanceof HTMLElement) activeElement.focus();
};

/** Hands `text` to the browser as a file of that name. */
export const downloadText = (name: string, text: string, type = 'text/plain'): void =>
  downloadFile(name, new Blob([text], { type }));

/** Hands `content` to the browser as a file of that name. */
export const downloadFile = (name: string, content: Blob): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken the content by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href));
};
