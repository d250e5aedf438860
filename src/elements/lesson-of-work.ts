import { html, nothing, type TemplateResult } from 'lit-html';
import type { CellWork, LessonWork, PartWork } from '../../sandbox-server/protocol/work.ts';
import type { ProgressWords } from '../words/progress.ts';
import { progressIn } from '../workbook/progress.ts';
import type { BookedLesson } from './my-work.ts';

/** One lesson of the page of all work: what the book says of it, and what the learner did there. */
export type WorkedLesson = {
  booking: BookedLesson;
  work: LessonWork | undefined;
  words: ProgressWords;
  remove: (work: LessonWork) => void;
};

const language = (): string => document.documentElement.lang;

const timeOf = (time: string): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));

const sizeOf = (bytes: number): string => {
  const [value, unit] =
    bytes < 1000
      ? [bytes, 'byte']
      : bytes < 1_000_000
        ? [bytes / 1000, 'kilobyte']
        : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(value);
};

const row = (href: string, name: string, state: string, progress: string, time: string): TemplateResult =>
  html`<tr>
    <td>${href === '' ? name : html`<a href=${href}>${name}</a>`}</td>
    <td><span class="work-state" data-progress=${progress}>${state}</span></td>
    <td><time datetime=${time}>${timeOf(time)}</time></td>
  </tr>`;

const cellRow = (
  { cell, outcome, edited, time }: CellWork,
  href: string,
  words: ProgressWords,
): TemplateResult => {
  const state = [
    ...(outcome === undefined ? [] : [words.outcomes[outcome]]),
    ...(edited ? [words.edited] : []),
  ];
  const progress = outcome === undefined ? 'none' : outcome === 'ok' ? 'done' : 'failed';
  return row(href && `${href}#cell-${cell}`, cell, state.join(', '), progress, time);
};

const partRow = ({ part, done, time }: PartWork, href: string, words: ProgressWords): TemplateResult => {
  const [kind = '', ...name] = part.split('-');
  const named = Object.entries(words.kinds).find(([key]) => key === kind)?.[1] ?? kind;
  const state = done ? words.done : words.tried;
  return row(href && `${href}#${part}`, `${name.join('-')} (${named})`, state, done ? 'done' : 'begun', time);
};

const details = (work: LessonWork, { href }: BookedLesson, words: ProgressWords): TemplateResult =>
  html`<details>
    <summary>${words.details}</summary>
    <table>
      <thead>
        <tr><th scope="col">${words.cell}</th><th scope="col">${words.state}</th><th scope="col">${words.when}</th></tr>
      </thead>
      <tbody>
        ${work.touched.map((cell) => cellRow(cell, href, words))}
        ${work.answered.map((part) => partRow(part, href, words))}
      </tbody>
    </table>
  </details>`;

/** Draws one lesson with all that was done in it. */
export const lessonOfWork = ({ booking, work, words, remove }: WorkedLesson): TemplateResult => {
  const { href, title } = booking;
  const heading = href === '' ? html`${title}` : html`<a href=${href}>${title}</a>`;
  const progress = work === undefined ? 'none' : progressIn(work);
  const state = { none: words.notBegun, begun: words.begun, done: words.done }[progress];
  return html`<section class="work-lesson">
    <h2>${heading} <span class="work-state" data-progress=${progress}>${state}</span></h2>
    ${
      work === undefined
        ? nothing
        : html`<ul class="work-facts">
            ${work.cells.of > 0 ? html`<li>${words.cells(work.cells.done, work.cells.of)}</li>` : nothing}
            ${work.parts.of > 0 ? html`<li>${words.parts(work.parts.done, work.parts.of)}</li>` : nothing}
            <li>${words.last(timeOf(work.last.time))}</li>
            <li>${words.outputs(sizeOf(work.outputs))}</li>
          </ul>
          ${work.touched.length + work.answered.length > 0 ? details(work, booking, words) : nothing}
          <p class="work-actions">
            ${
              work.last.cell === undefined || href === ''
                ? nothing
                : html`<a class="button" href=${`${href}#cell-${work.last.cell}`} aria-label=${`${words.continue}: ${title}`}
                    >${words.continue}</a>`
            }
            <confirm-button label=${words.deleteLesson} warning=${words.confirmDeleteLesson(title)} cancel=${words.cancel}
              @confirmed=${() => remove(work)}></confirm-button>
          </p>`
    }
  </section>`;
};
