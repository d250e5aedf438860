/** Puts `text` on the clipboard and says so on the button for as long as it has the focus. */
export const copyText = async (button: HTMLButtonElement, text: string, said: string): Promise<void> => {
  await navigator.clipboard.writeText(text);
  const label = button.textContent;
  button.textContent = said;
  button.addEventListener(
    'blur',
    () => {
      button.textContent = label;
    },
    { once: true },
  );
};

/** Hands `text` to the browser as a file of that name. */
export const downloadText = (name: string, text: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};
