import { describe, expect, test } from 'vitest';
import { readOutline } from '../../../src/lessons/outline.ts';

const read = (body: string): ReturnType<typeof readOutline> => readOutline('en.mdx', body);

const right = '<Answer correct>A<Why>.</Why></Answer>';
const wrong = '<Answer>B<Why>.</Why></Answer>';
const quiz = (answers: string): string => `<Quiz name="a">${answers}</Quiz>`;

describe('the outline of a page', () => {
  test('lists anchors and cells in the order of the page', () => {
    const body =
      '## One [#one]\n\n<Cell name="first" />\n\n## Two [#two]\n\n<Cell optional name="second" />\n';
    expect(read(body)).toEqual({
      anchors: ['one', 'two'],
      cells: [
        { name: 'first', optional: false },
        { name: 'second', optional: true },
      ],
      parts: [],
    });
  });

  test('knows the group in which a cell runs by itself', () => {
    expect(read('<Cell name="count" reactive="servers" />').cells).toEqual([
      { name: 'count', optional: false, reactive: 'servers' },
    ]);
    expect(() => read('<Cell name="count" reactive />')).toThrow('<Cell>');
  });

  test('does not take a cell named optional for an optional cell', () => {
    expect(read('<Cell name="optional" />').cells).toEqual([{ name: 'optional', optional: false }]);
  });

  test('does not look into fenced code', () => {
    const body = '````md\n## Not a heading\n```\n<Cell name="no" />\n```\n````\n\n~~~\n## Nor this\n~~~\n';
    expect(read(body)).toEqual({ anchors: [], cells: [], parts: [] });
  });

  test('lists what there is to do beside the cells, each with its shape', () => {
    const body = `<Cell name="one" />

<Exercise name="boot">
Boot it.
<Hint>Look.</Hint>
<Hint>Look closer.</Hint>
</Exercise>

<Quiz name="sizes" multiple>
Which?
<Answer correct>A <Why>Yes.</Why></Answer>
<Answer>B <Why>No.</Why></Answer>
<Answer correct>C <Why>Yes.</Why></Answer>
</Quiz>

<Predict name="speed">
How fast?
<Cell name="two" />
</Predict>

<Parsons name="order"><Why line="2">It needs the first.</Why></Parsons>`;
    expect(read(body)).toMatchObject({
      cells: [{ name: 'one' }, { name: 'two' }],
      parts: [
        { kind: 'exercise', name: 'boot', hints: 2, cellsBefore: 1 },
        { kind: 'quiz', name: 'sizes', multiple: true, answers: 3, correct: [0, 2] },
        { kind: 'prediction', name: 'speed', cell: 'two', answers: 0 },
        { kind: 'parsons', name: 'order', reasons: [2] },
      ],
    });
  });

  test('does not take a tag in inline code for one', () => {
    expect(read('Write `<Quiz>` and `</Answer>`.').parts).toEqual([]);
  });

  test.each([
    ['a heading without an anchor', '## Watch it boot', 'the heading “Watch it boot” has no anchor'],
    ['a bad anchor', '## Watch it boot [#Boot it]', 'has a bad anchor, “Boot it”'],
    ['an anchor that is there twice', '## A [#a]\n\n## B [#a]', 'the anchor “a” is there twice'],
    ['a cell without a name', '<Cell />', 'a <Cell> has no name'],
    ['a cell with a bad name', '<Cell name="List" />', 'a bad name, “List”'],
    ['a cell that is shown twice', '<Cell name="a" />\n\n<Cell name="a" />', 'the cell “a” is there twice'],
    ['a cell with an exercise’s name', '<Cell name="check-a" />', 'a name that exercises keep'],
    ['an attribute that it does not know', '<Cell name="a" optinal />', 'a <Cell> does not know “optinal”'],
    ['a tag that is not closed', '<Quiz name="a">', 'a <Quiz> is not closed'],
    [
      'tags that are crossed',
      '<Quiz name="a"><Answer></Quiz></Answer>',
      'a <Answer> is not closed before </Quiz>',
    ],
    ['an answer by itself', '<Answer>A</Answer>', 'An <Answer> belongs into a <Quiz>'],
    ['a hint in a quiz', '<Quiz name="a"><Hint>A</Hint></Quiz>', 'a <Hint> stands in a <Quiz>'],
    ['a quiz with one answer', quiz('<Answer correct><Why>.</Why></Answer>'), 'has nothing to choose from'],
    ['a quiz without a correct answer', quiz(wrong + wrong), 'the quiz “a” has no correct answer'],
    ['two correct answers where one is chosen', quiz(right + right), 'Write <Quiz multiple>'],
    [
      'an answer that does not say why',
      quiz(`${right}<Answer>A</Answer>`),
      'answer 2 of the quiz “a” does not say',
    ],
    ['a prediction without a cell', '<Predict name="a">?</Predict>', 'the prediction “a” has no cell'],
    [
      'a prediction with one answer',
      '<Predict name="a"><Answer>A</Answer><Cell name="a" /></Predict>',
      'has one answer',
    ],
    [
      'a reason without a line',
      '<Parsons name="a"><Why>.</Why></Parsons>',
      'a <Why> has no number of a line',
    ],
    [
      'two parts of one name',
      `${quiz(right + wrong)}${quiz(right + wrong)}`,
      'the part “quiz-a” is there twice',
    ],
  ])('refuses %s, and says what to write', (_what, body, problem) => {
    expect(() => read(body)).toThrow(problem);
  });
});
