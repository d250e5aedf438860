import { expect, test } from 'vitest';
import { en } from '../../../src/words/en.ts';
import { es } from '../../../src/words/es.ts';
import { wordsIn } from '../../../src/words/words.ts';

test('a page in Spanish speaks Spanish, every other English', () => {
  expect([wordsIn('es'), wordsIn('es-ES'), wordsIn('en'), wordsIn('')]).toEqual([es, es, en, en]);
});

test('the names by which browser scripts drive a lesson are as agreed', () => {
  expect([en.run, en.interrupt, en.runAll]).toEqual(['Run', 'Interrupt', 'Run all']);
});
