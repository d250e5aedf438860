import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDrawing } from '../../../src/lessons/read-drawing.ts';

let lesson: string;
beforeEach(() => {
  lesson = mkdtempSync(join(tmpdir(), 'lesson-'));
  mkdirSync(join(lesson, 'figures'));
});
afterEach(() => rmSync(lesson, { recursive: true }));

test('a page shows the drawing of its own language', () => {
  writeFileSync(join(lesson, 'figures', 'parts.en.svg'), '<svg><text>queue</text></svg>');
  writeFileSync(join(lesson, 'figures', 'parts.es.svg'), '<svg><text>cola</text></svg>');
  expect(readDrawing(lesson, 'parts', 'es')).toContain('cola');
});

test('a drawing that is not there is an error that names its file', () => {
  expect(() => readDrawing(lesson, 'parts', 'en')).toThrow(/figures\/parts\.en\.svg/);
});
