import { pageWorkbook } from './page-workbook.ts';

/** An editor draws the lines that fit on the screen: for paper, the text of its cell stands in its place. */
const textsInstead = (): void => {
  const workbook = pageWorkbook();
  for (const element of document.querySelectorAll('run-cell')) {
    const code = element.querySelector('.cell-code');
    const cell = workbook.cellNamed(element.getAttribute('name') ?? '');
    const isOpen = code?.querySelector(':scope > pre') === null;
    if (code === null || cell === undefined || !isOpen) continue;
    const text = document.createElement('pre');
    text.className = 'print-text';
    text.textContent = workbook.textOf(cell);
    code.after(text);
  }
};

let theme: string | undefined;

addEventListener('beforeprint', () => {
  const { dataset } = document.documentElement;
  theme = dataset.theme;
  // Paper is light.
  dataset.theme = 'light';
  textsInstead();
});

addEventListener('afterprint', () => {
  if (theme !== undefined) document.documentElement.dataset.theme = theme;
  for (const text of document.querySelectorAll('.print-text')) text.remove();
});
