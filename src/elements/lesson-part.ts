import type { Answer } from '../../sandbox-server/protocol/parts.ts';
import { type PartState, partOf } from '../workbook/parts.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';

/** An element for a part of a lesson: an exercise, a quiz, a prediction, a Parsons problem. It draws itself from the log. */
export abstract class LessonPart extends HTMLElement {
  #leave: (() => void) | undefined;
  #adopted = false;

  /** What it is, as in the part's name. */
  protected abstract readonly kind: 'exercise' | 'quiz' | 'prediction' | 'parsons';

  /** Takes over what the page brought, once. */
  protected abstract adopt(workbook: PageWorkbook): void;

  protected abstract draw(workbook: PageWorkbook, part: PartState): void;

  connectedCallback(): void {
    const workbook = pageWorkbook();
    if (!this.#adopted) this.adopt(workbook);
    this.#adopted = true;
    this.#leave = workbook.subscribe(() => this.redraw());
    this.redraw();
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  /** `quiz-flavors`: its name in the log, and the id of its place in the page. */
  protected get partName(): string {
    return `${this.kind}-${this.getAttribute('name') ?? ''}`;
  }

  /** Where it draws what changes. */
  protected get live(): HTMLElement {
    const place = this.querySelector<HTMLElement>('.part-live');
    if (place === null) throw new Error(`${this.partName} has no place for what changes.`);
    return place;
  }

  /** What the reader has begun to answer and not handed in. */
  protected get draft(): Answer | undefined {
    return pageWorkbook().client.drafts.of(this.partName);
  }

  protected set draft(draft: Answer | undefined) {
    pageWorkbook().client.drafts.keep(this.partName, draft);
  }

  protected redraw(): void {
    const workbook = pageWorkbook();
    const part = partOf(workbook.state, this.partName);
    const mark = this.closest('.part')?.querySelector<HTMLElement>('.part-done');
    if (mark != null) mark.hidden = part.doneAt === undefined;
    this.draw(workbook, part);
  }
}
