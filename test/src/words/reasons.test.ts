import { describe, expect, test } from 'vitest';
import { reason, sayReason } from '../../../sandbox-server/protocol/reason.ts';
import { reasons as en } from '../../../src/words/reasons/en.ts';
import { reasons as es } from '../../../src/words/reasons/es.ts';

/** The figures of each reason, by its code. */
const figures = new Map(
  reason.options.flatMap(({ shape: { code, ...rest } }) =>
    ('options' in code ? code.options : [code.value]).map(
      (each) => [String(each), Object.keys(rest).sort()] as const,
    ),
  ),
);

const bracesOf = (sentence: string): string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

describe.each([
  ['English', en],
  ['Spanish', es],
])('in %s', (_language, { sentences }) => {
  test('every reason has a sentence that says all of its figures', () => {
    const said = Object.entries(sentences).map(([code, sentence]) => [code, bracesOf(sentence)]);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(figures));
    expect(Object.values(sentences).filter((sentence) => sentence.trim() === '')).toEqual([]);
  });
});

test('no sentence is the same in both languages', () => {
  const same = Object.entries(en.sentences).filter(([code, sentence]) =>
    Object.entries(es.sentences).some(([other, text]) => other === code && text === sentence),
  );
  expect(same).toEqual([]);
});

test('figures are written as the language does', () => {
  const why = { code: 'printed-too-often', most: 10_000 } as const;
  expect(sayReason(why, en.sentences, 'en')).toContain('10,000 lines');
  expect(sayReason(why, es.sentences, 'es')).toContain('10.000 líneas');
  expect(es.allGone('Se acabó.')).toMatch(/^Se acabó\. /);
});
