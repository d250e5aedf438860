import { headingAnchor } from './outline.ts';

/** A piece of a page, in its order: Markdown that any program can show, something that only the page can do, or a cell. */
export type PlainPart =
  | { kind: 'prose'; text: string }
  | { kind: 'live'; caption: string }
  | { kind: 'cell'; name: string; optional: boolean };

const fence = /^[ \t]*(```+|~~~+)/;
const fenced = /^[ \t]*(```+|~~~+)[^\n]*\n[\s\S]*?^[ \t]*\1[ \t]*$/gm;
/** Code within a line, or a component's tag. */
const tagOrCode = /`[^`\n]*`|<(\/?)([A-Z]\w*)\b((?:[^>"]|"[^"]*")*?)(\/?)>/g;
const asideStart = /^:::(\w+)(?:\[(.*)\])?\s*$/;
const asideEnd = /^:::\s*$/;
const nameAttribute = /\bname="([^"]*)"/;
const captionAttribute = /\bcaption="([^"]*)"/;

/** Components whose own words go along, without what would give an answer away. */
const transparent = new Set(['Quiz', 'Predict', 'Answer']);
const secret = new Set(['Why', 'Hint', 'Exercise', 'Parsons']);

/** How an aside is headed that has no heading of its own. */
const asideNames: Record<string, Record<string, string>> = {
  en: { note: 'Note', tip: 'Tip', caution: 'Caution', danger: 'Danger' },
  es: { note: 'Nota', tip: 'Consejo', caution: 'Precaución', danger: 'Peligro' },
};

/** Markdown of MDX: anchors and remarks for the compiler go, asides become quotations. */
const plain = (text: string, language: string): string => {
  let inAside = false;
  let open: string | undefined;
  const lines = text.split('\n').flatMap((line) => {
    const mark = fence.exec(line)?.[1];
    if (open !== undefined || mark !== undefined) {
      if (open === undefined) open = mark;
      else if (mark?.startsWith(open)) open = undefined;
      return [inAside ? `> ${line}` : line];
    }
    const [aside, kind = '', title] = asideStart.exec(line) ?? [];
    if (aside !== undefined) {
      inAside = true;
      return [`> **${title ?? asideNames[language]?.[kind] ?? kind}**`, '>'];
    }
    if (asideEnd.test(line)) {
      inAside = false;
      return [];
    }
    const shown = /^#{1,6}\s/.test(line) ? line.replace(headingAnchor, '') : line;
    const written = shown.replace(/\{\/\*.*?\*\/\}/g, '').replace(/\\([{}<>])/g, '$1');
    return [inAside ? `> ${written}`.trimEnd() : written];
  });
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};

class Pieces {
  readonly parts: PlainPart[] = [];
  readonly #language: string;
  #prose = '';
  /** The components within which nothing is taken along. */
  #hidden: string[] = [];

  constructor(language: string) {
    this.#language = language;
  }

  write(text: string): void {
    if (this.#hidden.length === 0) this.#prose += text;
  }

  close(): void {
    const text = plain(this.#prose, this.#language);
    this.#prose = '';
    if (text !== '') this.parts.push({ kind: 'prose', text });
  }

  tag(name: string, attributes: string, { closes, alone }: { closes: boolean; alone: boolean }): void {
    if (secret.has(name)) this.#hide(name, { closes, alone });
    if (this.#hidden.length > 0 || secret.has(name)) return;
    if (name === 'Cell') this.#cell(attributes);
    else if (name === 'Answer') this.write(closes ? '' : '- ');
    else if (!transparent.has(name) && !closes) this.#live(attributes);
  }

  #hide(name: string, { closes, alone }: { closes: boolean; alone: boolean }): void {
    if (closes) this.#hidden = this.#hidden.slice(0, -1);
    else {
      if (this.#hidden.length === 0 && (name === 'Exercise' || name === 'Parsons')) this.#live('');
      if (!alone) this.#hidden = [...this.#hidden, name];
    }
  }

  #cell(attributes: string): void {
    this.close();
    const name = nameAttribute.exec(attributes)?.[1] ?? '';
    const optional = /\boptional\b/.test(attributes.replace(nameAttribute, ''));
    this.parts.push({ kind: 'cell', name, optional });
  }

  #live(attributes: string): void {
    this.close();
    this.parts.push({ kind: 'live', caption: captionAttribute.exec(attributes)?.[1] ?? '' });
  }
}

const readProse = (text: string, pieces: Pieces): void => {
  let at = 0;
  for (const match of text.matchAll(tagOrCode)) {
    const [found, slash, name, attributes = '', end] = match;
    if (name === undefined) continue;
    pieces.write(text.slice(at, match.index));
    pieces.tag(name, attributes, { closes: slash === '/', alone: end === '/' });
    at = match.index + found.length;
  }
  pieces.write(text.slice(at));
};

/** The pieces of a lesson's page, for programs that know Markdown alone; `body` is the page without its front matter. */
export const plainParts = (body: string, language: string): PlainPart[] => {
  const pieces = new Pieces(language);
  let at = 0;
  for (const match of body.matchAll(fenced)) {
    readProse(body.slice(at, match.index), pieces);
    pieces.write(match[0]);
    at = match.index + match[0].length;
  }
  readProse(body.slice(at), pieces);
  pieces.close();
  return pieces.parts;
};
