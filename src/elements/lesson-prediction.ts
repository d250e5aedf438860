import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Answer } from '../../sandbox-server/protocol/parts.ts';
import type { PartState } from '../workbook/parts.ts';
import { type CellState, isBusy, type Shown } from '../workbook/workbook-state.ts';
import { AnswerChoices } from './answer-choices.ts';
import { LessonPart } from './lesson-part.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';

/** Lines of a cell's output that stand beside a prediction, at most: the last ones, where what it came to is. */
const mostLines = 6;

/** `<lesson-prediction name>`: what the reader expects of a cell, and what came out, side by side. The cell can be run without. */
export class LessonPrediction extends LessonPart {
  protected readonly kind = 'prediction';
  #choices: AnswerChoices | undefined;
  #cell = '';
  #form: HTMLElement | undefined;
  #comparison: HTMLElement | undefined;
  /** The answer of the log that the form was last set to. */
  #shown: Answer | undefined;
  #empty = false;
  #begun = false;

  protected adopt({ words }: PageWorkbook): void {
    const cell = this.querySelector('run-cell');
    if (cell === null) return;
    this.#cell = cell.getAttribute('name') ?? '';
    if (this.querySelector('.answer') !== null) {
      const given = { name: this.partName, label: words.parts.expectation, multiple: false };
      this.#choices = new AnswerChoices(this, given, () => this.#typed());
    }
    const place = (): HTMLElement => {
      const element = document.createElement('div');
      element.className = 'part-live not-content';
      return element;
    };
    this.#form = place();
    this.#comparison = place();
    cell.before(this.#form);
    cell.after(this.#comparison);
  }

  protected draw(workbook: PageWorkbook, { answer }: PartState): void {
    if (this.#form === undefined || this.#comparison === undefined) return;
    const { words, connection } = workbook;
    const cell = workbook.cell(this.#cell);
    const ended = answer !== undefined && cell.startedAs !== undefined && !isBusy(cell);
    render(
      html`${this.#choices === undefined ? this.#field(words.parts.expectation) : nothing}
        <div class="part-bar">
          <button type="button" class="button" ?disabled=${connection !== 'open'} aria-disabled=${this.#isKept(answer)}
            @click=${() => this.#keep()}>${words.parts.keep}</button>
          <p class="part-status" role="status">${this.#status(workbook, answer, ended)}</p>
        </div>`,
      this.#form,
    );
    render(ended ? comparison(this.#wordsOf(answer), cell, workbook) : nothing, this.#comparison);
    if (!this.#begun) this.#write(this.draft);
    this.#begun = true;
    if (answer !== this.#shown) this.#show(answer);
  }

  #field(label: string): TemplateResult {
    return html`<textarea class="prediction-field" rows="2" maxlength="2000" aria-label=${label} placeholder=${label}
      @input=${() => this.#typed()}></textarea>`;
  }

  get #text(): HTMLTextAreaElement | undefined {
    return this.#form?.querySelector('textarea') ?? undefined;
  }

  /** What is chosen or written at this moment. */
  get #given(): Answer | undefined {
    if (this.#choices !== undefined) {
      const { chosen } = this.#choices;
      return chosen.length === 0 ? undefined : { kind: 'choice', chosen };
    }
    const words = this.#text?.value.trim() ?? '';
    return words === '' ? undefined : { kind: 'words', words };
  }

  #isKept(answer: Answer | undefined): boolean {
    return answer !== undefined && JSON.stringify(answer) === JSON.stringify(this.#given);
  }

  #status({ words }: PageWorkbook, answer: Answer | undefined, ended: boolean): string {
    if (this.#empty) return this.#choices === undefined ? words.parts.writeFirst : words.parts.chooseFirst;
    return this.#isKept(answer) && !ended ? words.parts.kept : '';
  }

  #typed(): void {
    this.#empty = false;
    this.draft = this.#given;
    this.redraw();
  }

  #keep(): void {
    const given = this.#given;
    this.#empty = given === undefined;
    if (given === undefined) this.redraw();
    else pageWorkbook().client.answer(this.partName, given);
  }

  /** Puts the log's answer where the reader gave it; it may come from another tab. */
  #show(answer: Answer | undefined): void {
    this.#shown = answer;
    if (this.draft === undefined) this.#write(answer);
    this.redraw();
  }

  #write(answer: Answer | undefined): void {
    this.#choices?.choose(answer?.kind === 'choice' ? answer.chosen : []);
    if (this.#text !== undefined) this.#text.value = answer?.kind === 'words' ? answer.words : '';
  }

  #wordsOf(answer: Answer | undefined): string {
    if (answer?.kind === 'words') return answer.words;
    return answer?.kind === 'choice'
      ? answer.chosen.map((index) => this.#choices?.textOf(index) ?? '').join(', ')
      : '';
  }
}

const comparison = (expected: string, cell: CellState, { words }: PageWorkbook): TemplateResult =>
  html`<dl class="comparison">
    <div><dt>${words.parts.expected}</dt><dd>${expected}</dd></div>
    <div><dt>${words.parts.happened}</dt><dd class="comparison-output">${resultOf(cell, words)}</dd></div>
  </dl>`;

/** What a cell came to, in a few lines of text. */
const resultOf = ({ shown, error }: CellState, words: PageWorkbook['words']): string => {
  if (error !== undefined) return `${error.name}: ${error.message}`;
  const lines = shown
    .map((one) => textOf(one, words))
    .join('\n')
    .split('\n');
  const told = lines.map((line) => line.trimEnd()).filter((line) => line !== '');
  if (told.length === 0) return words.parts.nothingShown;
  return (told.length > mostLines ? ['…', ...told.slice(-mostLines)] : told).join('\n');
};

const textOf = (shown: Shown, { parts }: PageWorkbook['words']): string => {
  switch (shown.kind) {
    case 'printed':
    case 'text':
      return shown.text;
    case 'values':
      return shown.values.map(({ text }) => text).join(' ');
    case 'table':
      return parts.rows(shown.rows.length);
    case 'image':
      return shown.alt === '' ? parts.picture : shown.alt;
    default:
      return '';
  }
};

customElements.define('lesson-prediction', LessonPrediction);
