import { LessonError } from './lesson-error.ts';

/** A cell as a page shows it; Run all leaves an `optional` one out. */
export type CellReference = { name: string; optional: boolean };

/** What a page and its twin in the other language must have in common: sections and cells, in order. */
export type Outline = { anchors: string[]; cells: CellReference[] };

const codeFence = /^\s*(```+|~~~+)/;
const heading = /^##\s+(.*?)\s*$/;
/** `## Watch it boot [#boot]`: the anchor at the end of a heading. */
export const headingAnchor = /\s*\[#([^\]]*)\]\s*$/;
const anchorName = /^[a-z][a-z0-9-]*$/;
const cellTag = /<Cell\b([^>]*?)\/?>/g;
const nameAttribute = /\bname="([^"]*)"/;
const cellName = /^[a-z0-9][a-z0-9-]*$/;

/** The lines of a page outside its fenced code. */
const proseLines = (body: string): string[] => {
  const lines: string[] = [];
  let open: string | undefined;
  for (const line of body.split('\n')) {
    const mark = codeFence.exec(line)?.[1];
    if (open === undefined && mark === undefined) lines.push(line);
    else if (open === undefined) open = mark;
    else if (mark?.startsWith(open)) open = undefined;
  }
  return lines;
};

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

const readCell = (file: string, attributes: string): CellReference => {
  const name = nameAttribute.exec(attributes)?.[1];
  if (name === undefined || !cellName.test(name)) {
    throw new LessonError(
      file,
      `a <Cell> has ${name === undefined ? 'no name' : `a bad name, “${name}”`}.`,
      'Write <Cell name="list-images" /> for cells/list-images.ts.',
    );
  }
  return { name, optional: /\boptional\b/.test(attributes.replace(nameAttribute, '')) };
};

const refuseTwice = (file: string, what: string, names: string[]): void => {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new LessonError(file, `${what} “${twice}” is there twice.`, 'Give the second one a name of its own.');
};

/** Reads a page's anchors and cells; `body` is the page without its front matter. */
export const readOutline = (file: string, body: string): Outline => {
  const outline: Outline = { anchors: [], cells: [] };
  for (const line of proseLines(body)) {
    const title = heading.exec(line)?.[1];
    if (title !== undefined) outline.anchors.push(readAnchor(file, title));
    for (const tag of line.matchAll(cellTag)) outline.cells.push(readCell(file, tag[1] ?? ''));
  }
  refuseTwice(file, 'the anchor', outline.anchors);
  refuseTwice(
    file,
    'the cell',
    outline.cells.map(({ name }) => name),
  );
  return outline;
};
