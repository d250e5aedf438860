import { describe, expect, test } from 'vitest';
import { readOutline } from '../../../src/lessons/outline.ts';

const read = (body: string): ReturnType<typeof readOutline> => readOutline('en.mdx', body);

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
    });
  });

  test('does not take a cell named optional for an optional cell', () => {
    expect(read('<Cell name="optional" />').cells).toEqual([{ name: 'optional', optional: false }]);
  });

  test('does not look into fenced code', () => {
    const body = '````md\n## Not a heading\n```\n<Cell name="no" />\n```\n````\n\n~~~\n## Nor this\n~~~\n';
    expect(read(body)).toEqual({ anchors: [], cells: [] });
  });

  test.each([
    ['a heading without an anchor', '## Watch it boot', 'the heading “Watch it boot” has no anchor'],
    ['a bad anchor', '## Watch it boot [#Boot it]', 'has a bad anchor, “Boot it”'],
    ['an anchor that is there twice', '## A [#a]\n\n## B [#a]', 'the anchor “a” is there twice'],
    ['a cell without a name', '<Cell />', 'a <Cell> has no name'],
    ['a cell with a bad name', '<Cell name="List" />', 'a bad name, “List”'],
    ['a cell that is shown twice', '<Cell name="a" />\n\n<Cell name="a" />', 'the cell “a” is there twice'],
  ])('refuses %s, and says what to write', (_what, body, problem) => {
    expect(() => read(body)).toThrow(problem);
  });
});
