import { html, nothing, render, type TemplateResult } from 'lit-html';
import { z } from 'zod';
import type { LearnerWork, LessonWork } from '../../sandbox-server/protocol/work.ts';
import { EditHistory, forgetHistories } from '../sandbox/edit-history.ts';
import { SandboxApi, workExportAddress } from '../sandbox/sandbox-api.ts';
import { forgetAll, hasBegun } from '../sandbox/session-memory.ts';
import { type ProgressWords, progressWords } from '../words/progress.ts';
import './confirm-button.ts';
import { lessonOfWork } from './lesson-of-work.ts';
import { workEnd } from './work-end.ts';

const booked = z.array(z.object({ id: z.string(), href: z.string(), title: z.string() }));
/** A lesson of the book, as the page knows it. */
export type BookedLesson = z.infer<typeof booked>[number];

/** `<my-work lessons home>`: all that a learner did, lesson by lesson; how to take it along and how to delete it. */
export class MyWork extends HTMLElement {
  readonly #api = new SandboxApi();
  readonly #words: ProgressWords = progressWords(document.documentElement.lang);
  #lessons: BookedLesson[] = [];
  #work: LearnerWork | undefined;
  #fault: string | undefined;
  /** What was just done. */
  #said = '';
  #gone = false;

  connectedCallback(): void {
    this.replaceChildren();
    this.#lessons = booked.parse(JSON.parse(this.getAttribute('lessons') ?? '[]'));
    void this.#read();
  }

  async #read(): Promise<void> {
    this.#fault = undefined;
    if (!hasBegun(localStorage)) this.#work = { lessons: [], cloudGoes: true };
    this.#render();
    if (!hasBegun(localStorage)) return;
    try {
      this.#work = await this.#api.work();
    } catch (error) {
      this.#fault = error instanceof Error ? error.message : String(error);
    }
    this.#render();
  }

  /** Carries out what the learner confirmed, and says so, or why not. */
  async #delete(act: () => Promise<void>, said: string): Promise<void> {
    try {
      await act();
      this.#said = said;
    } catch (error) {
      this.#said = error instanceof Error ? error.message : String(error);
    }
  }

  async #deleteLesson(work: LessonWork): Promise<void> {
    await this.#delete(
      async () => {
        await this.#api.deleteLesson(work.lesson);
        localStorage.removeItem(`workbook:${work.lesson}:edits`);
        // Without a database there are no steps to forget.
        await new EditHistory(work.lesson, indexedDB).forget().catch(() => undefined);
      },
      this.#words.deleted(this.#titleOf(work)),
    );
    await this.#read();
    this.querySelector<HTMLElement>('[role="status"]')?.focus();
  }

  async #deleteAll(): Promise<void> {
    await this.#delete(async () => {
      await this.#api.deleteEverything();
      forgetHistories(indexedDB);
      forgetAll(localStorage);
      forgetAll(sessionStorage);
      this.#gone = true;
    }, this.#words.deletedAll);
    this.#render();
    this.querySelector<HTMLElement>('[role="status"]')?.focus();
  }

  #titleOf({ lesson }: LessonWork): string {
    return this.#lessons.find(({ id }) => id === lesson)?.title ?? this.#words.unknownLesson(lesson);
  }

  #render(): void {
    render(
      html`<p class="work-said" role="status" tabindex="-1" ?hidden=${this.#said === ''}>${this.#said}</p>
        ${this.#gone ? this.#goodbye() : this.#body()}`,
      this,
    );
  }

  #goodbye(): TemplateResult {
    return html`<p><a href=${this.getAttribute('home') ?? '/'}>${this.#words.toHome}</a></p>`;
  }

  #body(): TemplateResult {
    const words = this.#words;
    if (this.#fault !== undefined)
      return html`<p>${words.unread} ${this.#fault}</p>
        <button type="button" class="button" @click=${() => this.#read()}>${words.again}</button>`;
    const work = this.#work;
    if (work === undefined) return html`<p>${words.reading}</p>`;
    const first = this.#lessons[0];
    return html`${
      work.lessons.length === 0
        ? html`<p>${words.nothing} ${
            first === undefined ? nothing : html`<a href=${first.href}>${words.firstLesson}</a>.`
          }</p>`
        : nothing
    }
      ${this.#inOrder(work).map(({ booking, own }) =>
        lessonOfWork({ booking, work: own, words, remove: (lesson) => void this.#deleteLesson(lesson) }),
      )}
      ${
        hasBegun(localStorage)
          ? workEnd({ address: workExportAddress, work, words, removeAll: () => void this.#deleteAll() })
          : nothing
      }`;
  }

  /** The lessons in the order of the book, and then what is no longer in it. */
  #inOrder({ lessons }: LearnerWork): { booking: BookedLesson; own: LessonWork | undefined }[] {
    const known = this.#lessons.map((booking) => ({
      booking,
      own: lessons.find(({ lesson }) => lesson === booking.id),
    }));
    const gone = lessons.filter(({ lesson }) => !this.#lessons.some(({ id }) => id === lesson));
    return [
      ...known,
      ...gone.map((own) => ({ booking: { id: own.lesson, href: '', title: this.#titleOf(own) }, own })),
    ];
  }
}

customElements.define('my-work', MyWork);
