/** The answers of a quiz or a prediction, as things to choose: radio buttons, or boxes where several may be right. */
export class AnswerChoices {
  readonly #inputs: readonly HTMLInputElement[];
  readonly #answers: readonly HTMLElement[];

  /** Takes over the `.answer`s in `host`; `changed` hears of each choice. */
  constructor(
    host: HTMLElement,
    { name, label, multiple }: { name: string; label: string; multiple: boolean },
    changed: () => void,
  ) {
    this.#answers = [...host.querySelectorAll<HTMLElement>('.answer')];
    const group = document.createElement('div');
    group.className = 'choices';
    group.setAttribute('role', multiple ? 'group' : 'radiogroup');
    group.setAttribute('aria-label', label);
    this.#answers[0]?.before(group);
    this.#inputs = this.#answers.map((answer) => makeChoice(answer, name, multiple));
    group.append(...this.#answers);
    group.addEventListener('change', changed);
  }

  get count(): number {
    return this.#inputs.length;
  }

  /** The numbers of the answers that are chosen, from 0. */
  get chosen(): number[] {
    return this.#inputs.flatMap(({ checked }, index) => (checked ? [index] : []));
  }

  choose(chosen: readonly number[]): void {
    for (const [index, input] of this.#inputs.entries()) input.checked = chosen.includes(index);
  }

  isCorrect(index: number): boolean {
    return this.#answers[index]?.hasAttribute('data-correct') ?? false;
  }

  textOf(index: number): string {
    return this.#answers[index]?.querySelector('.choice-text')?.textContent.trim() ?? '';
  }

  /** Shows why, for these answers and no others; returns what is said. */
  explain(shown: (index: number) => boolean): string {
    const said = this.#answers.flatMap((answer, index) => {
      const why = answer.querySelector<HTMLElement>('.why');
      if (why === null) return [];
      why.hidden = !shown(index);
      if (why.hidden) answer.removeAttribute('data-verdict');
      else answer.setAttribute('data-verdict', this.isCorrect(index) ? 'right' : 'wrong');
      return why.hidden ? [] : [why.textContent.trim()];
    });
    return said.join(' ');
  }
}

/** Makes an answer's text the label of an input; why it is right or wrong stays outside the label. */
const makeChoice = (answer: HTMLElement, name: string, multiple: boolean): HTMLInputElement => {
  const label = document.createElement('label');
  label.className = 'choice';
  const input = document.createElement('input');
  input.type = multiple ? 'checkbox' : 'radio';
  input.name = name;
  const text = document.createElement('span');
  text.className = 'choice-text';
  const why = answer.querySelector('.why');
  why?.remove();
  text.append(...answer.childNodes);
  label.append(input, text);
  answer.replaceChildren(label, ...(why === null ? [] : [why]));
  return input;
};
