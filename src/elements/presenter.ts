import { html, nothing, render } from 'lit-html';
import { type ReadingWords, readingWords } from '../words/reading.ts';
import { takeUpFocusMode } from './focus-mode.ts';
import { commandOf, isCharacter, isTaken, type PresenterCommand, presenterKeys } from './key-table.ts';
import { type Step, stepsOf } from './presenter-steps.ts';
import { lettersAct, presenterStep, setPresenterStep } from './reading-memory.ts';
import { RunCell } from './run-cell.ts';

const offStage = 'data-off-stage';
const page = document.documentElement;

const blocksOf = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)];

const readSteps = (): Step[] => {
  const title = document.querySelector<HTMLElement>('h1#_top');
  const opening = title?.closest<HTMLElement>('.content-panel');
  const prose = blocksOf('.sl-markdown-content > *').filter((block) => !block.matches('script, style'));
  return stepsOf(opening ? [opening] : [], title?.textContent ?? '', prose);
};

/** The lesson on a projector: large, one step at a time. The page is the same one, so all that runs goes on. */
class Presenter {
  readonly #steps = readSteps();
  readonly #words: ReadingWords = readingWords(page.lang);
  readonly #bar = document.createElement('div');
  readonly #press = (event: KeyboardEvent): void => this.#hear(event);
  readonly #follow = (): void => this.#goTo(this.#stepOf(document.querySelector(':target')) ?? this.#at);
  #at: number;
  #isDark = false;

  constructor(at: number | undefined) {
    this.#at = Math.min(this.#steps.length - 1, at ?? this.#stepInView());
    this.#bar.className = 'presenter-bar';
    this.#bar.setAttribute('role', 'region');
    this.#bar.setAttribute('aria-label', this.#words.presenter);
  }

  begin(): void {
    document.body.prepend(this.#bar);
    page.dataset.reading = 'presenter';
    // Before the lesson's own keys: what presenting needs comes first.
    document.addEventListener('keydown', this.#press, { capture: true });
    addEventListener('hashchange', this.#follow);
    this.#goTo(this.#at);
    dispatchEvent(new Event('type-size'));
  }

  #stepInView(): number {
    const at = this.#steps.findIndex(({ blocks }) =>
      blocks.some((block) => block.getBoundingClientRect().bottom > 96),
    );
    return Math.max(0, at);
  }

  #stepOf(target: Element | null): number | undefined {
    const at = this.#steps.findIndex(
      ({ blocks }) => target && blocks.some((block) => block.contains(target)),
    );
    return at === -1 ? undefined : at;
  }

  #goTo(at: number, end: 'top' | 'bottom' = 'top'): void {
    this.#at = Math.min(this.#steps.length - 1, Math.max(0, at));
    setPresenterStep(this.#at);
    for (const [index, { blocks }] of this.#steps.entries())
      for (const block of blocks) block.toggleAttribute(offStage, index !== this.#at);
    this.#render();
    scrollTo(0, end === 'top' ? 0 : document.body.scrollHeight);
    if (!this.#bar.contains(document.activeElement)) this.#focus();
  }

  /** So that a screen reader reads the step, and the keys reach nothing that is hidden. */
  #focus(): void {
    const first = this.#steps[this.#at]?.blocks[0];
    if (first === undefined) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  }

  #hear(event: KeyboardEvent): void {
    if (this.#isDark) {
      this.#darken(false);
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (isTaken(event) || (isCharacter(event) && !lettersAct())) return;
    const command = commandOf<PresenterCommand>(presenterKeys, event);
    if (command === undefined) return;
    // In a cell's code, these are the cell's own keys.
    const target = event.target instanceof Element ? event.target : null;
    if (command === 'runStep' && target?.closest('.cell-code')) return;
    event.preventDefault();
    event.stopPropagation();
    this.#commands[command]();
  }

  readonly #commands: Record<PresenterCommand, () => void> = {
    nextStep: () => this.#goTo(this.#at + 1),
    previousStep: () => this.#goTo(this.#at - 1),
    onward: () => this.#scrollOr(1),
    backward: () => this.#scrollOr(-1),
    firstStep: () => this.#goTo(0),
    lastStep: () => this.#goTo(this.#steps.length - 1),
    runStep: () => this.#run(),
    dark: () => this.#darken(true),
    leavePresenter: () => this.leave(),
  };

  /** A step that is higher than the screen is scrolled through before the next one. */
  #scrollOr(direction: 1 | -1): void {
    const rest = direction === 1 ? page.scrollHeight - innerHeight - scrollY : scrollY;
    if (rest > 8) scrollBy(0, direction * innerHeight * 0.8);
    else if (this.#at + direction >= 0 && this.#at + direction < this.#steps.length)
      this.#goTo(this.#at + direction, direction === 1 ? 'top' : 'bottom');
  }

  #run(): void {
    const blocks = this.#steps[this.#at]?.blocks ?? [];
    const cell = blocks
      .flatMap((block) => [block, ...block.querySelectorAll('run-cell')])
      .find((element) => element instanceof RunCell);
    cell?.run();
  }

  #darken(dark: boolean): void {
    this.#isDark = dark;
    page.toggleAttribute('data-dark-stage', dark);
    this.#render();
  }

  #render(): void {
    const words = this.#words;
    const step = this.#steps[this.#at];
    const count = this.#steps.length;
    render(
      html`<button type="button" class="button quiet" aria-disabled=${this.#at === 0} aria-label=${words.previousStep}
          @click=${() => this.#goTo(this.#at - 1)}>${words.previous}</button>
        ${this.#at === 0 ? nothing : html`<h1 class="sr-only">${this.#steps[0]?.title}</h1>`}
        <p class="presenter-position" role="status">${
          this.#isDark
            ? words.darkened
            : html`<span class="presenter-count">${words.position(this.#at + 1, count)}</span>
              <span class="presenter-title">${step?.title}</span>`
        }</p>
        <button type="button" class="button" aria-disabled=${this.#at === count - 1} aria-label=${words.nextStep}
          @click=${() => this.#goTo(this.#at + 1)}>${words.next}</button>
        <button type="button" class="button quiet" aria-label=${words.leavePresenter}
          @click=${() => this.leave()}>${words.leave}</button>
        <progress max=${count} value=${this.#at + 1} aria-hidden="true"></progress>`,
      this.#bar,
    );
  }

  /** Shows the whole lesson again, at the place of the step. */
  leave(): void {
    document.removeEventListener('keydown', this.#press, { capture: true });
    removeEventListener('hashchange', this.#follow);
    setPresenterStep(undefined);
    for (const { blocks } of this.#steps) for (const block of blocks) block.removeAttribute(offStage);
    this.#bar.remove();
    delete page.dataset.reading;
    takeUpFocusMode();
    dispatchEvent(new Event('type-size'));
    this.#steps[this.#at]?.blocks[0]?.scrollIntoView();
    this.#focus();
  }
}

/** Begins to present, at the step that was left by a reload, or at what is read now. */
export const present = (): void => {
  if (page.dataset.reading !== 'presenter') new Presenter(presenterStep()).begin();
};
