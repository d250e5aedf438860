import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/lessons/judge.ts';
import { readLesson } from '../../../src/lessons/read-lesson.ts';
import { bookFolder, page } from './book-folder.ts';

const lesson = '10-openstack/20-deploy-faafo';
const exercise = `${lesson}/exercises/boot`;
const files = {
  [`${exercise}/start.ts`]: '// Boot it here.\n',
  [`${exercise}/solution.ts`]: 'boot();\n',
  [`${exercise}/check.ts`]: 'check();\n',
  [`${exercise}/wrong/nothing.ts`]: '// gets: There is no server.\nnothing();\n',
};
const shown = '<Exercise name="boot">\nBoot it.\n</Exercise>';

const read = (given: Record<string, string>) => {
  using book = bookFolder(given);
  return readLesson(join(book.path, lesson));
};
const readParsons = (text: string, body: string) =>
  read({
    [`${lesson}/en.mdx`]: page(`<Parsons name="order">\n${body}\n</Parsons>`),
    [`${lesson}/parsons/order.ts`]: text,
  });
const why = (...lines: number[]): string => lines.map((line) => `<Why line="${line}">.</Why>`).join('\n');

describe('an exercise of a lesson', () => {
  test('has its files, and the wrong answers with what they get', () => {
    expect(read({ ...files, [`${lesson}/en.mdx`]: page(shown) }).parts).toEqual([
      {
        kind: 'exercise',
        name: 'boot',
        hints: 0,
        cellsBefore: 0,
        start: '// Boot it here.',
        solution: 'boot();',
        check: 'check();',
        wrong: [{ name: 'nothing', code: 'nothing();', gets: 'There is no server.' }],
      },
    ]);
  });

  test.each([
    [
      'whose page does not show it',
      { ...files, [`${lesson}/en.mdx`]: page('Prose.') },
      /boot: is on no page/,
    ],
    ['that is not there', { [`${lesson}/en.mdx`]: page(shown) }, /start\.ts: is missing\. An exercise has/],
    [
      'without a wrong answer',
      { ...files, [`${exercise}/wrong/nothing.ts`]: '', [`${lesson}/en.mdx`]: page(shown) },
      /nothing\.ts: does not say what its writer is told/,
    ],
    [
      'whose twin has other hints',
      {
        ...files,
        [`${lesson}/en.mdx`]: page(shown),
        [`${lesson}/es.mdx`]: page('<Exercise name="boot">\n<Hint>Mira.</Hint>\n</Exercise>'),
      },
      /its part number 1 is “exercise-boot with 1 hints”/,
    ],
  ])('%s is refused', (_what, given, problem) => {
    expect(() => read(given)).toThrow(problem);
  });
});

describe('lines to be put in order', () => {
  test('follow each other as the file has them, unless it says otherwise', () => {
    const [part] = readParsons(
      'a();\n  b(); // first\nc(); // after 1, 2\nd(); // distractor\n',
      why(3, 4),
    ).parts;
    expect(part).toMatchObject({
      lines: [
        { text: 'a();', after: [], distractor: false },
        { text: '  b();', after: [], distractor: false },
        { text: 'c();', after: [0, 1], distractor: false },
        { text: 'd();', after: [], distractor: true },
      ],
    });
  });

  test.each([
    ['a blank line', 'a();\n\nb();', why(2), /line 2 is blank/],
    ['a line after one that is below it', 'a(); // after 2\nb();', why(1, 2), /line 1 stands after a line/],
    ['a wrong place that nothing explains', 'a();\nb();', '', /nothing says why line 2 is wrong/],
    ['a reason for no line', 'a();', why(4), /has no line 4/],
  ])('with %s are refused', (_what, text, body, problem) => {
    expect(() => readParsons(text, body)).toThrow(problem);
  });
});

describe('an answer', () => {
  const { parts } = read({
    ...files,
    [`${lesson}/en.mdx`]: page(`${shown}
<Quiz name="sizes" multiple>
<Answer correct>A<Why>.</Why></Answer>
<Answer>B<Why>.</Why></Answer>
<Answer correct>C<Why>.</Why></Answer>
</Quiz>
<Predict name="words"><Cell name="a" /></Predict>
<Predict name="choice"><Answer>1</Answer><Answer>2</Answer><Cell name="b" /></Predict>
<Parsons name="order">${why(3, 4)}</Parsons>`),
    [`${lesson}/cells/a.ts`]: '1',
    [`${lesson}/cells/b.ts`]: '1',
    [`${lesson}/parsons/order.ts`]: 'a();\nb(); // first\nc(); // after 1, 2\nd(); // distractor\n',
  });
  const chosen = (...numbers: number[]) => ({ kind: 'choice' as const, chosen: numbers });
  const lines = (...numbers: number[]) => ({ kind: 'order' as const, lines: numbers });

  test.each([
    ['quiz-sizes', chosen(0, 2), 'right'],
    ['quiz-sizes', chosen(2, 0), 'right'],
    ['quiz-sizes', chosen(0), 'wrong'],
    ['quiz-sizes', chosen(0, 1, 2), 'wrong'],
    ['quiz-sizes', chosen(0, 0), 'wrong'],
    ['quiz-sizes', chosen(7), 'unknown'],
    ['quiz-sizes', lines(0), 'unknown'],
    ['quiz-none', chosen(0), 'unknown'],
    ['prediction-words', { kind: 'words' as const, words: 'twice' }, 'open'],
    ['prediction-words', chosen(0), 'unknown'],
    ['prediction-choice', chosen(1), 'open'],
    ['prediction-choice', chosen(2), 'unknown'],
    ['parsons-order', lines(0, 1, 2), 'right'],
    ['parsons-order', lines(1, 0, 2), 'right'],
    ['parsons-order', lines(0, 2, 1), 'wrong'],
    ['parsons-order', lines(0, 1), 'wrong'],
    ['parsons-order', lines(0, 1, 2, 3), 'wrong'],
    ['parsons-order', lines(0, 1, 1, 2), 'wrong'],
    ['exercise-boot', { kind: 'words' as const, words: 'done' }, 'unknown'],
  ])('to %s, %o, is %s', (name, answer, judgement) => {
    expect(judge(parts, name, answer)).toBe(judgement);
  });
});
