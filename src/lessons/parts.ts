import { z } from 'zod';
import { LessonError } from './lesson-error.ts';
import { attributesOf, flag, type Tag } from './tags.ts';

/** What a page has for its reader to do beside its cells, as the page tells it. */
export type PagePart =
  | { kind: 'exercise'; name: string; hints: number; cellsBefore: number }
  | { kind: 'quiz'; name: string; multiple: boolean; answers: number; correct: number[] }
  | { kind: 'prediction'; name: string; cell: string; answers: number }
  | { kind: 'parsons'; name: string; reasons: number[] };

/** A part's name in the log, in links and in the page: `quiz-flavors`. */
export const partNameOf = ({ kind, name }: Pick<PagePart, 'kind' | 'name'>): string => `${kind}-${name}`;

/** The name of a file or of a part: lower case, digits, hyphens. */
export const plainName = z
  .string('has no name')
  .regex(/^[a-z0-9][a-z0-9-]*$/, { error: ({ input }) => `has a bad name, “${String(input)}”` });
const named = z.strictObject({ name: plainName });
const quizShape = z.strictObject({ name: plainName, multiple: flag });
const answerShape = z.strictObject({ correct: flag });
const bare = z.strictObject({});
const whyShape = z.strictObject({ line: z.coerce.number('has no number of a line').int().positive() });

/** Says which tags may stand in which; everything else is the author's mistake. */
const inside = (file: string, tag: Tag, allowed: readonly Tag['tag'][]): void => {
  const stray = tag.children.find((child) => !allowed.includes(child.tag));
  if (stray === undefined) return;
  const may = allowed.length === 0 ? 'nothing' : allowed.map((name) => `<${name}>`).join(' and ');
  throw new LessonError(
    file,
    `a <${stray.tag}> stands in a <${tag.tag}>.`,
    `In a <${tag.tag}> there may be ${may}.`,
  );
};

const childrenOf = ({ children }: Tag, name: Tag['tag']): Tag[] => children.filter(({ tag }) => tag === name);

/** The number of the answers, and which are correct. */
const readAnswers = (file: string, quiz: Tag, name: string): { answers: number; correct: number[] } => {
  const answers = childrenOf(quiz, 'Answer');
  const correct = answers.flatMap((answer, index) => {
    inside(file, answer, ['Why']);
    if (childrenOf(answer, 'Why').length !== 1) {
      throw new LessonError(
        file,
        `answer ${index + 1} of the quiz “${name}” does not say why.`,
        'End each answer with one <Why>…</Why>: whoever chooses it reads there why it is right or wrong.',
      );
    }
    const shape = attributesOf(file, answer, answerShape, '<Answer> or <Answer correct>');
    return shape.correct ? [index] : [];
  });
  return { answers: answers.length, correct };
};

const readQuiz = (file: string, tag: Tag): PagePart => {
  inside(file, tag, ['Answer']);
  const { name, multiple } = attributesOf(file, tag, quizShape, '<Quiz name="why-flavors">');
  const { answers, correct } = readAnswers(file, tag, name);
  const refuse = (problem: string, advice: string): never => {
    throw new LessonError(file, `the quiz “${name}” ${problem}`, advice);
  };
  if (answers < 2) refuse('has nothing to choose from.', 'Give it two answers or more: <Answer>…</Answer>.');
  if (correct.length === 0) refuse('has no correct answer.', 'Mark it: <Answer correct>.');
  if (correct.length > 1 && !multiple) {
    refuse('has several correct answers.', 'Write <Quiz multiple>, or leave one of them.');
  }
  return { kind: 'quiz', name, multiple, answers, correct };
};

const readPrediction = (file: string, tag: Tag): PagePart => {
  inside(file, tag, ['Answer', 'Cell']);
  const { name } = attributesOf(file, tag, named, '<Predict name="three-workers">');
  const cells = childrenOf(tag, 'Cell');
  const cell = cells[0]?.attributes.name;
  if (cells.length !== 1 || typeof cell !== 'string') {
    throw new LessonError(
      file,
      `the prediction “${name}” has ${cells.length === 0 ? 'no cell' : 'more than one cell'}.`,
      'Put the one <Cell name="…" /> that it is about before </Predict>.',
    );
  }
  const answers = childrenOf(tag, 'Answer');
  for (const answer of answers) {
    inside(file, answer, []);
    attributesOf(file, answer, bare, '<Answer>: what comes out says which was right');
  }
  if (answers.length === 1) {
    throw new LessonError(
      file,
      `the prediction “${name}” has one answer.`,
      'Give it two or more, or none: then its reader writes what they expect.',
    );
  }
  return { kind: 'prediction', name, cell, answers: answers.length };
};

/** What a tag that stands for itself in a page gives its reader to do; nothing, when it is a cell. */
const readPart = (file: string, tag: Tag, cellsBefore: number): PagePart[] => {
  switch (tag.tag) {
    case 'Cell':
      return [];
    case 'Exercise': {
      inside(file, tag, ['Hint']);
      const { name } = attributesOf(file, tag, named, '<Exercise name="second-server">');
      return [{ kind: 'exercise', name, hints: tag.children.length, cellsBefore }];
    }
    case 'Quiz':
      return [readQuiz(file, tag)];
    case 'Predict':
      return [readPrediction(file, tag)];
    case 'Parsons': {
      inside(file, tag, ['Why']);
      const { name } = attributesOf(file, tag, named, '<Parsons name="order">');
      const reasons = tag.children.map((why) => attributesOf(file, why, whyShape, '<Why line="3">').line);
      return [{ kind: 'parsons', name, reasons }];
    }
    default:
      throw new LessonError(
        file,
        `a <${tag.tag}> stands by itself.`,
        'An <Answer> belongs into a <Quiz> or a <Predict>, a <Hint> into an <Exercise>, a <Why> into an <Answer> or a <Parsons>.',
      );
  }
};

/** Everything that a page has for its reader to do beside its cells, in order. */
export const readParts = (file: string, tags: readonly Tag[]): PagePart[] => {
  let cells = 0;
  return tags.flatMap((tag) => {
    const parts = readPart(file, tag, cells);
    cells += tag.tag === 'Cell' || tag.tag === 'Predict' ? 1 : 0;
    return parts;
  });
};
