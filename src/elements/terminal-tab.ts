import { wordsIn } from '../words/words.ts';
import { lessonDock } from './lesson-dock.ts';
import type { TerminalDeck } from './terminal-deck.ts';

const name = 'terminal';
const filled = Promise.withResolvers<TerminalDeck>();
let deck: TerminalDeck | undefined;

/** Fetches the terminals: a page that is only read never loads them. */
const fill = async (place: HTMLElement): Promise<void> => {
  const { TerminalDeck } = await import('./terminal-deck.ts');
  deck = new TerminalDeck();
  place.append(deck);
  filled.resolve(deck);
};

/** Opens a terminal on a machine of the learner's, or the one that is open there, and puts the focus into it. */
export const openTerminal = async (machine: string): Promise<void> => {
  lessonDock()?.show(name);
  const view = await (await filled.promise).show(machine);
  view?.focus();
};

/** Types into a terminal on a machine; with `run` it presses Enter too. */
export const typeInTerminal = async (machine: string, text: string, run: boolean): Promise<void> => {
  lessonDock()?.show(name);
  const view = await (await filled.promise).show(machine);
  await view?.type(text, run);
  view?.focus();
};

lessonDock()?.add({
  name,
  label: wordsIn(document.documentElement.lang).terminalTab,
  open: (place) => void fill(place),
  focus: () => deck?.focus(),
});
