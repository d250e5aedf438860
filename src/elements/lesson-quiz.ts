import { html, nothing, render } from 'lit-html';
import type { PartState } from '../workbook/parts.ts';
import { AnswerChoices } from './answer-choices.ts';
import { LessonPart } from './lesson-part.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';

const same = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((number) => other.includes(number));

/** `<lesson-quiz name multiple>`: a question with answers to choose from; each of them says why it is right or wrong. */
export class LessonQuiz extends LessonPart {
  protected readonly kind = 'quiz';
  #choices: AnswerChoices | undefined;
  /** The answer of the log that the choice was last set to. */
  #shown: readonly number[] | undefined;
  #empty = false;

  protected adopt({ words }: PageWorkbook): void {
    const given = { name: this.partName, label: words.parts.answers, multiple: this.#multiple };
    this.#choices = new AnswerChoices(this, given, () => {
      this.#empty = false;
      this.draft = { kind: 'choice', chosen: this.#choices?.chosen ?? [] };
      this.redraw();
    });
    if (this.draft?.kind === 'choice') this.#choices.choose(this.draft.chosen);
  }

  get #multiple(): boolean {
    return this.hasAttribute('multiple');
  }

  protected draw(workbook: PageWorkbook, { answer, passed }: PartState): void {
    const choices = this.#choices;
    if (choices === undefined) return;
    const { words, connection } = workbook;
    const answered = answer?.kind === 'choice' ? answer.chosen : undefined;
    if (answered !== this.#shown) {
      this.#shown = answered;
      if (this.draft === undefined) choices.choose(answered ?? []);
    }
    const { chosen } = choices;
    const judged = answered !== undefined && same(answered, chosen) ? passed : undefined;
    const why = choices.explain((index) => judged === true || (judged === false && chosen.includes(index)));
    const status = this.#empty ? words.parts.chooseFirst : this.#verdict(workbook, judged);
    render(
      html`<div class="part-bar">
          <button type="button" class="button" ?disabled=${connection !== 'open'} aria-disabled=${judged !== undefined}
            @click=${() => this.#answer()}>${words.parts.answer}</button>
          ${this.#multiple ? html`<span class="part-note">${words.parts.chooseSeveral}</span>` : nothing}
        </div>
        <p class="part-status" role="status" data-passed=${judged ?? nothing}>${status}<span class="sr-only">
          ${judged === undefined ? nothing : why}</span></p>`,
      this.live,
    );
  }

  #verdict({ words }: PageWorkbook, judged: boolean | undefined): string {
    if (judged === undefined) return '';
    if (judged) return words.parts.right;
    const choices = this.#choices;
    const allRight = choices?.chosen.every((index) => choices.isCorrect(index)) ?? false;
    return allRight ? words.parts.notAll : words.parts.wrong;
  }

  #answer(): void {
    const chosen = this.#choices?.chosen ?? [];
    this.#empty = chosen.length === 0;
    if (this.#empty) this.redraw();
    else pageWorkbook().client.answer(this.partName, { kind: 'choice', chosen });
  }
}

customElements.define('lesson-quiz', LessonQuiz);
