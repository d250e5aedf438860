import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { type ITheme, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { screenReaderWords } from './screen-reader-words.ts';

/** What a view tells and asks of the page. */
export type XtermEvents = {
  typed: (text: string) => void;
  resized: (size: { columns: number; rows: number }) => void;
  /** Ctrl+Shift+F, which the terminal leaves to the page. */
  search: () => void;
  /** F6, with which the keyboard leaves the terminal: Tab and Escape are the shell's. */
  leave: () => void;
};

/** A terminal's screen on the page. */
export type XtermView = {
  write: (text: string, drawn: () => void) => void;
  /** Pastes as if from the clipboard: several lines are one piece, which runs nothing by itself. */
  paste: (text: string) => void;
  /** Sends what a key would. */
  press: (text: string) => void;
  /** Takes the size of its place. */
  fit: () => { columns: number; rows: number };
  find: (text: string, direction: 'next' | 'previous') => boolean;
  focus: () => void;
  reset: () => void;
  dispose: () => void;
};

const scrollback = 5000;
/** Pixels of a canvas for each of the screen, below which it is wrongly measured, and not just being zoomed. */
const leastSharpness = 0.7;

const variable = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The page's paper and ink; the sixteen colours are dark enough on light paper and light enough on dark. */
const pageTheme = (): ITheme => {
  const light = document.documentElement.dataset.theme === 'light';
  const [black, red, green, yellow, blue, magenta, cyan, white] = light
    ? ['#23211d', '#b03a30', '#2a7548', '#7d5608', '#1f5f94', '#6f3f9c', '#17666b', '#55524b']
    : ['#6d6b66', '#f0938a', '#84c79b', '#e0b46a', '#8dbdea', '#c3a6e8', '#7cc8c8', '#e6e3dd'];
  const [background, foreground, accent, selection] = ['--paper', '--ink', '--accent', '--selection'].map(
    variable,
  );
  return {
    background,
    foreground,
    cursor: accent,
    cursorAccent: background,
    selectionBackground: selection,
    selectionForeground: foreground,
    ...{ black, red, green, yellow, blue, magenta, cyan, white },
    brightBlack: light ? '#6b6860' : '#94918a',
    brightRed: red,
    brightGreen: green,
    brightYellow: yellow,
    brightBlue: blue,
    brightMagenta: magenta,
    brightCyan: cyan,
    brightWhite: light ? '#23211d' : '#f2efe9',
  };
};

/** Opens what an output links to in a tab of its own, which knows nothing of this page. */
const openLink = (_event: MouseEvent, address: string): void => {
  const url = URL.parse(address);
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) open(url, '_blank', 'noopener,noreferrer');
};

/** Draws with the graphics card where there is one, on a desk: a phone spares its battery; the other renderer takes over where there is none, or it goes. */
const drawFast = (terminal: Terminal): void => {
  if (matchMedia('(pointer: coarse)').matches) return;
  try {
    const webgl = new WebglAddon();
    webgl.onContextLoss(() => webgl.dispose());
    terminal.loadAddon(webgl);
    const watching = terminal.onRender(() => {
      const canvas = terminal.element?.querySelector<HTMLCanvasElement>('canvas:not([class])');
      if (!canvas || canvas.width >= canvas.clientWidth * devicePixelRatio * leastSharpness) return;
      // A browser that pretends to have a finer screen measures the canvas by its real one: letters come out too large.
      watching.dispose();
      webgl.dispose();
    });
  } catch {
    // A browser without WebGL 2: the terminal draws with elements.
  }
};

/** Copies what is selected; false when nothing is. */
const copySelection = (terminal: Terminal): boolean => {
  if (!terminal.hasSelection()) return false;
  void navigator.clipboard.writeText(terminal.getSelection());
  terminal.clearSelection();
  return true;
};

/** The keys of the page: all others are the terminal's. Returns false for those. */
const pageKeys =
  (terminal: Terminal, events: XtermEvents) =>
  (event: KeyboardEvent): boolean => {
    if (event.type !== 'keydown') return true;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (command && event.shiftKey && key === 'f') events.search();
    else if (key === 'f6') events.leave();
    else if (command && event.shiftKey && key === 'c') copySelection(terminal);
    else if (command && !event.shiftKey && key === 'c' && terminal.hasSelection()) copySelection(terminal);
    // The browser pastes, and the terminal hears of it as a paste.
    else if (command && key === 'v') return false;
    else return true;
    event.preventDefault();
    return false;
  };

/** Opens a terminal's screen in `place`; `label` is its name for a screen reader. */
export const openXterm = (place: HTMLElement, label: string, events: XtermEvents): XtermView => {
  const words = screenReaderWords(document.documentElement.lang);
  const terminal = new Terminal({
    scrollback,
    screenReaderMode: true,
    fontFamily: `${variable('--sl-font-mono')}, monospace`,
    fontSize: 14,
    lineHeight: 1.2,
    theme: pageTheme(),
    allowProposedApi: false,
    macOptionIsMeta: true,
    minimumContrastRatio: 4.5,
  });
  Terminal.strings.promptLabel = words.input(label);
  Terminal.strings.tooMuchOutput = words.tooMuch;
  const [fit, search] = [new FitAddon(), new SearchAddon()];
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.loadAddon(new WebLinksAddon(openLink));
  terminal.open(place);
  drawFast(terminal);
  terminal.attachCustomKeyEventHandler(pageKeys(terminal, events));
  terminal.onData(events.typed);
  terminal.onResize(({ cols: columns, rows }) => events.resized({ columns, rows }));
  const theme = new MutationObserver(() => {
    terminal.options.theme = pageTheme();
  });
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return {
    write: (text, drawn) => terminal.write(text, drawn),
    paste: (text) => terminal.paste(text),
    press: (text) => terminal.input(text),
    fit: () => {
      fit.fit();
      return { columns: terminal.cols, rows: terminal.rows };
    },
    find: (text, direction) => (direction === 'next' ? search.findNext(text) : search.findPrevious(text)),
    focus: () => terminal.focus(),
    reset: () => terminal.reset(),
    dispose: () => {
      theme.disconnect();
      terminal.dispose();
    },
  };
};
