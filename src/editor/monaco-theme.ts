import type * as Monaco from 'monaco-editor/editor/editor.api.js';

/** Monaco's names for parts of code, and the page's names for their colours. */
const rules: readonly [token: string, variable: string][] = [
  ['', '--astro-code-foreground'],
  ['keyword', '--astro-code-token-keyword'],
  ['string', '--astro-code-token-string'],
  ['string.escape', '--astro-code-token-string'],
  ['number', '--astro-code-token-constant'],
  ['regexp', '--astro-code-token-string-expression'],
  ['comment', '--astro-code-token-comment'],
  ['type', '--astro-code-foreground'],
  ['identifier', '--astro-code-foreground'],
  ['delimiter', '--astro-code-token-punctuation'],
];

const colours: readonly [part: string, variable: string][] = [
  ['editor.background', '--code-paper'],
  ['editor.foreground', '--astro-code-foreground'],
  ['editorLineNumber.foreground', '--ink-faint'],
  ['editorCursor.foreground', '--accent'],
  ['editor.selectionBackground', '--selection'],
  ['editorWidget.background', '--paper-raised'],
  ['editorWidget.border', '--hairline'],
  ['editorSuggestWidget.selectedBackground', '--selection'],
  ['editorSuggestWidget.selectedForeground', '--ink'],
  ['focusBorder', '--accent'],
];

/** Draws the page's colours into a canvas of one pixel, because a theme of Monaco takes hexadecimal only. */
const hexadecimal = (variable: string): string => {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) return '#808080';
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
};

const define = (monaco: typeof Monaco): void => {
  const dark = document.documentElement.dataset.theme !== 'light';
  monaco.editor.defineTheme('page', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: rules.map(([token, variable]) => ({ token, foreground: hexadecimal(variable).slice(1) })),
    colors: Object.fromEntries(colours.map(([part, variable]) => [part, hexadecimal(variable)])),
  });
  monaco.editor.setTheme('page');
};

/** Gives the editors the page's colours, now and whenever the reader changes between light and dark. */
export const followTheme = (monaco: typeof Monaco): void => {
  define(monaco);
  new MutationObserver(() => define(monaco)).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme'],
  });
};
