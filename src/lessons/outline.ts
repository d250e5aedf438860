import { z } from 'zod';
import { LessonError } from './lesson-error.ts';
import { type PagePart, partNameOf, plainName, readParts } from './parts.ts';
import { attributesOf, flag, proseLines, readTags, type Tag } from './tags.ts';

/** A cell as a page shows it; Run all leaves an `optional` one out, those of a `reactive` group run by themselves. */
export type CellReference = { name: string; optional: boolean; reactive?: string | undefined };

/** What a page and its twin in the other language must have in common: sections, cells and parts, in order. */
export type Outline = { anchors: string[]; cells: CellReference[]; parts: PagePart[] };

const heading = /^##\s+(.*?)\s*$/;
/** `## Watch it boot [#boot]`: the anchor at the end of a heading. */
export const headingAnchor = /\s*\[#([^\]]*)\]\s*$/;
const anchorName = /^[a-z][a-z0-9-]*$/;
const reserved = /^(check|exercise)-/;
const cellShape = z.strictObject({
  name: plainName.refine(
    (name) => !reserved.test(name),
    'has a name that exercises keep for their own cells',
  ),
  optional: flag,
  reactive: plainName.optional(),
});

const readAnchor = (file: string, title: string): string => {
  const anchor = headingAnchor.exec(title)?.[1];
  if (anchor !== undefined && anchorName.test(anchor)) return anchor;
  const problem = anchor === undefined ? 'has no anchor.' : `has a bad anchor, “${anchor}”.`;
  throw new LessonError(
    file,
    `the heading “${title}” ${problem}`,
    'End it with one in lower case, as in ## Watch it boot [#boot].',
  );
};

const readCells = (file: string, tags: readonly Tag[]): CellReference[] =>
  tags.flatMap((tag) =>
    tag.tag === 'Cell'
      ? [attributesOf(file, tag, cellShape, '<Cell name="list-images" /> for cells/list-images.ts')]
      : readCells(file, tag.children),
  );

const refuseTwice = (file: string, what: string, names: string[]): void => {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new LessonError(file, `${what} “${twice}” is there twice.`, 'Give the second one a name of its own.');
};

/** Reads a page's anchors, cells and parts; `body` is the page without its front matter. */
export const readOutline = (file: string, body: string): Outline => {
  const titles = proseLines(body).flatMap((line) => heading.exec(line)?.[1] ?? []);
  const tags = readTags(file, body);
  const outline: Outline = {
    anchors: titles.map((title) => readAnchor(file, title)),
    cells: readCells(file, tags),
    parts: readParts(file, tags),
  };
  refuseTwice(file, 'the anchor', outline.anchors);
  refuseTwice(
    file,
    'the cell',
    outline.cells.map(({ name }) => name),
  );
  refuseTwice(file, 'the part', outline.parts.map(partNameOf));
  return outline;
};
