import { html, nothing, render } from 'lit-html';
import { z } from 'zod';
import { firstWrong, isSolved, type ParsonsLine, parsonsLine } from '../workbook/parsons.ts';
import type { PartState } from '../workbook/parts.ts';
import { LessonPart } from './lesson-part.ts';
import { dragLines } from './line-drag.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';

/** `<lesson-parsons name lines>`: lines of code to be put in order, by pressing, by the arrow keys or by dragging. */
export class LessonParsons extends LessonPart {
  protected readonly kind = 'parsons';
  #lines: readonly ParsonsLine[] = [];
  #pool: HTMLElement | undefined;
  #order: HTMLElement | undefined;
  #said = '';
  /** The answer of the log that the order was last set to. */
  #shown: readonly number[] | undefined;

  protected adopt({ words }: PageWorkbook): void {
    this.#lines = z.array(parsonsLine).parse(JSON.parse(this.getAttribute('lines') ?? '[]'));
    const pool = this.querySelector<HTMLElement>('.parsons-pool');
    if (pool === null) return;
    const order = document.createElement('ol');
    order.className = 'parsons-order';
    order.dataset.empty = words.parts.orderEmpty;
    const heading = document.createElement('h4');
    heading.className = 'parsons-heading';
    heading.textContent = words.parts.order;
    const column = document.createElement('div');
    column.append(heading, order);
    pool.parentElement?.after(column);
    pool.setAttribute('aria-label', words.parts.pool);
    order.setAttribute('aria-label', words.parts.order);
    this.#pool = pool;
    this.#order = order;
    for (const line of pool.querySelectorAll<HTMLElement>('.parsons-line')) this.#prepare(line);
    dragLines({ lists: [pool, order], dropped: (line) => this.#moved(line) });
    if (this.draft?.kind === 'order') this.#arrange(this.draft.lines);
  }

  /** A line is pressed by its button, moved by the arrow keys, and dragged by its grip. */
  #prepare(line: HTMLElement): void {
    const button = line.querySelector('button');
    button?.setAttribute('aria-describedby', `${this.partName}-help`);
    button?.addEventListener('click', () => this.#toggle(line));
    button?.addEventListener('keydown', (event) => this.#press(event, line));
    const grip = document.createElement('span');
    grip.className = 'parsons-grip';
    grip.setAttribute('aria-hidden', 'true');
    line.append(grip);
  }

  get #answer(): number[] {
    return [...(this.#order?.querySelectorAll<HTMLElement>('.parsons-line') ?? [])].map((line) =>
      Number(line.dataset.line),
    );
  }

  #toggle(line: HTMLElement): void {
    const to = line.parentElement === this.#order ? this.#pool : this.#order;
    to?.append(line);
    this.#moved(line);
  }

  #press(event: KeyboardEvent, line: HTMLElement): void {
    const up = event.key === 'ArrowUp';
    if (!up && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const next = up ? line.previousElementSibling : line.nextElementSibling;
    if (next === null) return;
    if (line.parentElement !== this.#order) {
      next.querySelector('button')?.focus();
      return;
    }
    if (up) next.before(line);
    else next.after(line);
    this.#moved(line);
  }

  /** A line that is taken out of the page loses the focus, and whoever moves it goes on with it. */
  #moved(line: HTMLElement): void {
    line.querySelector('button')?.focus();
    const { words } = pageWorkbook();
    this.draft = { kind: 'order', lines: this.#answer };
    const place = this.#answer.indexOf(Number(line.dataset.line));
    this.#said = place === -1 ? words.parts.putBack : words.parts.takenUp(place + 1, this.#answer.length);
    this.redraw();
  }

  protected draw(workbook: PageWorkbook, { answer }: PartState): void {
    const { words, connection } = workbook;
    const answered = answer?.kind === 'order' ? answer.lines : undefined;
    if (answered !== this.#shown) this.#show(answered);
    const order = this.#answer;
    const judged = answered !== undefined && String(answered) === String(order);
    const wrong = judged ? firstWrong(this.#lines, order) : -1;
    this.#mark(wrong, judged && isSolved(this.#lines, order));
    const why = this.#explain(wrong === -1 ? undefined : order[wrong]);
    render(
      html`<p class="part-note" id=${`${this.partName}-help`}>${words.parts.orderHelp}</p>
        <div class="part-bar">
          <button type="button" class="button" ?disabled=${connection !== 'open'}
            aria-disabled=${judged || order.length === 0} @click=${() => this.#check(order, judged)}>${words.parts.checkOrder}</button>
        </div>
        <p class="part-status" role="status">${judged ? this.#verdict(workbook, order, wrong) : nothing}
          ${judged && why !== '' ? html`<span class="part-why">${why}</span>` : nothing}</p>
        <p class="sr-only" role="status">${judged ? nothing : this.#said}</p>`,
      this.live,
    );
  }

  #verdict({ words }: PageWorkbook, order: readonly number[], wrong: number): string {
    if (wrong !== -1) return words.parts.orderWrong(wrong + 1);
    return isSolved(this.#lines, order) ? words.parts.orderRight : words.parts.orderShort;
  }

  #check(order: number[], judged: boolean): void {
    if (judged || order.length === 0) return;
    this.#said = '';
    pageWorkbook().client.answer(this.partName, { kind: 'order', lines: order });
  }

  #show(answered: readonly number[] | undefined): void {
    this.#shown = answered;
    if (this.draft === undefined) this.#arrange(answered ?? []);
  }

  /** Makes these lines the order, and leaves the others to choose from. */
  #arrange(order: readonly number[]): void {
    if (String(order) === String(this.#answer)) return;
    const lines = new Map(
      [...this.querySelectorAll<HTMLElement>('.parsons-line')].map((line) => [
        Number(line.dataset.line),
        line,
      ]),
    );
    for (const line of lines.values()) if (line.parentElement === this.#order) this.#pool?.append(line);
    this.#order?.append(...order.flatMap((number) => lines.get(number) ?? []));
  }

  #mark(wrong: number, solved: boolean): void {
    for (const [place, line] of [...(this.#order?.children ?? [])].entries()) {
      const verdict = solved ? 'right' : place === wrong ? 'wrong' : undefined;
      if (verdict === undefined) line.removeAttribute('data-verdict');
      else line.setAttribute('data-verdict', verdict);
    }
    for (const line of this.#pool?.children ?? []) line.removeAttribute('data-verdict');
  }

  /** What the author says of a line that cannot stand where it was put. */
  #explain(line: number | undefined): string {
    if (line === undefined) return '';
    return this.querySelector(`.why[data-line="${line + 1}"]`)?.textContent.trim() ?? '';
  }
}

customElements.define('lesson-parsons', LessonParsons);
