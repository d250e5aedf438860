import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Finding } from '../../sandbox-server/protocol/parts.ts';
import type { PartState } from '../workbook/parts.ts';
import { type CellState, isBusy } from '../workbook/workbook-state.ts';
import { LessonPart } from './lesson-part.ts';
import { type PageCell, type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import './reason-text.ts';
import type { Why } from './say-why.ts';

/** `<lesson-exercise name>`: a cell for the learner to write, a check of what came of it, hints one by one, and a solution. */
export class LessonExercise extends LessonPart {
  protected readonly kind = 'exercise';
  #hints: readonly HTMLElement[] = [];
  #solution: HTMLElement | undefined;
  /** Hints that were there when it was drawn before: those that came since are brought into view. */
  #drawnHints: number | undefined;

  protected adopt(workbook: PageWorkbook): void {
    this.#hints = [...this.querySelectorAll<HTMLElement>('.hint')];
    this.#solution = this.querySelector<HTMLElement>('.exercise-solution') ?? undefined;
    if (this.#hints.length === 0) return;
    const list = document.createElement('div');
    list.className = 'exercise-hints';
    list.setAttribute('role', 'log');
    list.setAttribute('aria-label', workbook.words.parts.hints);
    list.append(...this.#hints);
    this.live.after(list);
  }

  protected draw(workbook: PageWorkbook, part: PartState): void {
    this.#showHelp(part);
    const { words } = workbook;
    const check = workbook.cell(`check-${this.#name}`);
    const cell = workbook.cell(this.partName);
    const off = workbook.connection !== 'open';
    render(
      html`<div class="part-bar">
          <button type="button" class="button check" ?disabled=${off} aria-disabled=${isBusy(check) || isBusy(cell)}
            @click=${() => this.#check(workbook)}>${words.parts.check}</button>
          ${this.#helpButtons(workbook, part, off)}
        </div>
        <p class="part-status" role="status">${status(workbook, part, check, cell)}</p>
        ${isBusy(cell) ? nothing : findingsList(part.findings, workbook)}`,
      this.live,
    );
  }

  get #name(): string {
    return this.getAttribute('name') ?? '';
  }

  #check(workbook: PageWorkbook): void {
    const busy = isBusy(workbook.cell(this.partName)) || isBusy(workbook.cell(`check-${this.#name}`));
    if (!busy) workbook.check(this.#name);
  }

  #helpButtons(workbook: PageWorkbook, part: PartState, off: boolean): TemplateResult {
    const { words } = workbook;
    const { help } = part;
    const tried = part.passed !== undefined || workbook.cell(this.partName).startedAs !== undefined;
    const cell = workbook.cellNamed(this.partName);
    const usesSolution = cell !== undefined && workbook.textOf(cell) === this.#solutionText;
    const take = (change: Partial<typeof help>) => () =>
      workbook.client.help(this.partName, { ...help, ...change });
    const button = (label: string, act: () => void): TemplateResult =>
      html`<button type="button" class="button quiet" ?disabled=${off} @click=${act}>${label}</button>`;
    return html`${
      help.hints < this.#hints.length
        ? button(words.parts.hint(help.hints, this.#hints.length), take({ hints: help.hints + 1 }))
        : nothing
    }
    ${tried && !help.solution ? button(words.parts.showSolution, take({ solution: true })) : nothing}
    ${
      help.solution && cell !== undefined && !usesSolution
        ? button(words.parts.useSolution, () => this.#useSolution(cell, part))
        : nothing
    }
    ${
      help.own !== undefined && cell !== undefined && usesSolution
        ? button(words.parts.useOwn, () => this.#useOwn(cell, part))
        : nothing
    }`;
  }

  get #solutionText(): string {
    return this.#solution?.querySelector('code')?.textContent.replace(/\n$/, '') ?? '';
  }

  /** The learner's own text is kept first, so that it can come back after a reload too. */
  #useSolution(cell: PageCell, { help }: PartState): void {
    const workbook = pageWorkbook();
    workbook.client.help(this.partName, { ...help, own: workbook.textOf(cell) });
    workbook.edit(cell, this.#solutionText);
  }

  #useOwn(cell: PageCell, { help: { own = cell.original, ...help } }: PartState): void {
    const workbook = pageWorkbook();
    workbook.edit(cell, own);
    workbook.client.help(this.partName, help);
  }

  #showHelp({ help }: PartState): void {
    for (const [index, hint] of this.#hints.entries()) hint.hidden = index >= help.hints;
    if (this.#solution !== undefined) this.#solution.hidden = !help.solution;
    const before = this.#drawnHints;
    this.#drawnHints = help.hints;
    if (before !== undefined && help.hints > before) {
      this.#hints[help.hints - 1]?.scrollIntoView({ block: 'nearest' });
    }
  }
}

const status = (
  { words }: PageWorkbook,
  { passed, findings }: PartState,
  check: CellState,
  cell: CellState,
): string | TemplateResult => {
  if (isBusy(check)) return isBusy(cell) ? words.parts.runningFirst : words.parts.checking;
  if (check.error?.name === 'NotRun' && cell.state !== 'ok') return words.parts.cellFailed;
  const why: Why | undefined =
    check.error ?? (check.state === 'interrupted' ? { message: words.interrupted } : undefined);
  if (why !== undefined) {
    const { message, reason } = why;
    return html`${words.parts.notChecked} <reason-text .why=${{ message, reason }}></reason-text>`;
  }
  if (passed === undefined) return '';
  return passed ? words.parts.passed : words.parts.missing(findings.filter(({ holds }) => !holds).length);
};

const findingsList = (
  findings: readonly Finding[],
  { words }: PageWorkbook,
): TemplateResult | typeof nothing => {
  if (findings.length === 0) return nothing;
  const language = document.documentElement.lang.startsWith('es') ? 'es' : 'en';
  return html`<ul class="findings" aria-label=${words.parts.findings}>${findings.map(
    ({ holds, says, missing }) =>
      html`<li data-holds=${holds}>
        <span class="finding-mark" role="img" aria-label=${holds ? words.parts.holds : words.parts.lacks}></span>
        <span>${prose(says[language] ?? says.en)}${
          missing === undefined
            ? nothing
            : html`<span class="finding-missing">${prose(missing[language] ?? missing.en)}</span>`
        }</span>
      </li>`,
  )}</ul>`;
};

/** A sentence, in which what stands between backticks is code. */
const prose = (sentence: string): (string | TemplateResult)[] =>
  sentence.split('`').map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece));

customElements.define('lesson-exercise', LessonExercise);
