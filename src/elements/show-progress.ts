import type { LessonWork } from '../../sandbox-server/protocol/work.ts';
import { SandboxApi } from '../sandbox/sandbox-api.ts';
import { type ProgressWords, progressWords } from '../words/progress.ts';
import { placeToContinue, progressIn } from '../workbook/progress.ts';

/** The id of the lesson that a link of the page leads to. */
const lessonOf = (link: HTMLElement): string => link.dataset.lesson ?? '';

const linksTo = (place: ParentNode): HTMLAnchorElement[] => [
  ...place.querySelectorAll<HTMLAnchorElement>('a[data-lesson]'),
];

const span = (className: string, text: string): HTMLSpanElement => {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
};

/** A shape for those who look, words for those who listen, and the count for whoever points at it. */
const mark = (link: HTMLAnchorElement, work: LessonWork | undefined, words: ProgressWords): void => {
  link.querySelector('.progress-mark')?.remove();
  if (work === undefined) return;
  const progress = progressIn(work);
  const count = words.share(work.cells.done + work.parts.done, work.cells.of + work.parts.of);
  const said = progress === 'done' ? words.done : `${words.begun}, ${count}`;
  const place = document.createElement('span');
  place.className = 'progress-mark';
  place.dataset.progress = progress;
  place.title = said;
  place.append(span('sr-only', ` (${said})`));
  link.append(place);
};

/** Continue takes the place of Start. */
const offerContinue = (start: HTMLElement, work: readonly LessonWork[], words: ProgressWords): void => {
  const links = linksTo(document);
  const place = placeToContinue(work, links.map(lessonOf));
  const button = start.querySelector<HTMLAnchorElement>('a.start');
  const sentence = start.querySelector('span');
  if (button === null || sentence === null || work.length === 0) return;
  if (place === undefined) {
    sentence.textContent = words.allDone;
    return;
  }
  const link = links.find((each) => lessonOf(each) === place.lesson);
  if (link === undefined) return;
  const title = link.dataset.title ?? '';
  button.textContent = words.continue;
  button.href = `${link.pathname}${place.cell === undefined ? '' : `#cell-${place.cell}`}`;
  sentence.textContent =
    place.cell === undefined ? words.continueIn(title) : words.continueAt(title, place.cell);
};

/** Shows how far the learner is: at the links to lessons, and where the book begins. */
export const showProgress = async (): Promise<void> => {
  const words = progressWords(document.documentElement.lang);
  let lessons: readonly LessonWork[];
  try {
    ({ lessons } = await new SandboxApi().work());
  } catch {
    // Without the server, or a session, there are no marks; the lesson itself says what is wrong.
    return;
  }
  for (const link of linksTo(document)) {
    mark(
      link,
      lessons.find(({ lesson }) => lesson === lessonOf(link)),
      words,
    );
  }
  const start = document.querySelector<HTMLElement>('.home-start');
  if (start !== null) offerContinue(start, lessons, words);
};
