import { searchWords } from '../words/search.ts';

/** What the book's frame tells its search, as far as it is used here: where it is to be, and its words. */
export type SearchOptions = { element: string; translations: { placeholder?: string } };

const name = (field: HTMLInputElement, label: string): void => {
  field.placeholder = label;
  // Its title alone would be its name, which a screen reader may leave out.
  field.ariaLabel = label;
};

const complain = (place: HTMLElement): void => {
  const words = document.createElement('p');
  words.className = 'search-failed';
  words.role = 'alert';
  words.textContent = searchWords(document.documentElement.lang).failed;
  place.append(words);
};

/** The search goes on with what was typed before it was there, where it was typed. */
const handOver = (before: HTMLInputElement, after: HTMLInputElement): void => {
  const { value, selectionStart, selectionEnd } = before;
  after.value = value;
  if (value !== '') after.dispatchEvent(new Event('input'));
  if (document.activeElement === before) {
    after.focus();
    after.setSelectionRange(selectionStart, selectionEnd);
  }
  before.remove();
};

/** Puts the search itself in place of the plain field. */
const load = async (place: HTMLElement, plain: HTMLInputElement, options: SearchOptions): Promise<void> => {
  const search = await import('@pagefind/default-ui/npm_dist/mjs/ui-core.mjs').catch(() => undefined);
  if (search === undefined) {
    complain(place);
    return;
  }
  new search.PagefindUI(options);
  const field = place.querySelector<HTMLInputElement>('.pagefind-ui input');
  if (field === null) return;
  name(field, plain.placeholder);
  handOver(plain, field);
};

/**
 * The search, by the name and with the options by which the frame asks for it. It is a plain field until somebody
 * goes to it: a page that is only read does not load more.
 */
export class PagefindUI {
  constructor(options: SearchOptions) {
    const place = document.querySelector<HTMLElement>(options.element);
    if (place === null) return;
    const plain = document.createElement('input');
    plain.className = 'search-field';
    name(plain, options.translations.placeholder ?? '');
    plain.addEventListener('focus', () => void load(place, plain, options), { once: true });
    place.append(plain);
    // One who was quicker than the page has opened it already.
    if (place.closest('dialog')?.open) plain.focus();
  }
}
