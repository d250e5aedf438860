import { diffLines } from 'diff';
import { html, type TemplateResult } from 'lit-html';
import type { Words } from '../words/words.ts';

/** Texts that differ in more than this many lines are shown as all old and all new: to compare them takes too long. */
const mostDifferences = 2_000;

type Piece = { kind: 'same' | 'added' | 'removed'; text: string };

const piecesOf = (before: string, after: string): Piece[] => {
  // A last line without its end would differ from the same line with one.
  const [one, other] = [`${before}\n`, `${after}\n`];
  const changes = diffLines(one, other, { maxEditLength: mostDifferences });
  if (changes === undefined)
    return [
      { kind: 'removed', text: one },
      { kind: 'added', text: other },
    ];
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
};

const marks = { same: ' ', added: '+', removed: '−' };

/** What has to be changed in `before` to get `after`, line by line; said in words to who cannot see the marks. */
export const textDifference = (before: string, after: string, words: Words): TemplateResult => {
  const line = (kind: Piece['kind'], text: string): TemplateResult =>
    html`<span class="difference-line" data-kind=${kind}><span class="difference-mark" aria-hidden="true">${marks[kind]}</span><span>${text}</span></span>`;
  const lines = ({ kind, text }: Piece): TemplateResult[] =>
    text
      .replace(/\n$/, '')
      .split('\n')
      .map((each) => line(kind, each));
  const piece = (each: Piece): TemplateResult => {
    if (each.kind === 'added')
      return html`<ins><span class="sr-only">${words.addedLines}</span>${lines(each)}</ins>`;
    if (each.kind === 'removed')
      return html`<del><span class="sr-only">${words.removedLines}</span>${lines(each)}</del>`;
    return html`${lines(each)}`;
  };
  return html`<div class="difference" translate="no" tabindex="0" role="group" aria-label=${words.difference}>${piecesOf(before, after).map(piece)}</div>`;
};
