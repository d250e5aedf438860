import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LessonError } from './lesson-error.ts';

/** The SVG `figures/<name>.<language>.svg` of the lesson in `folder`, to be put into the page, where it takes the theme's colours. */
export const readDrawing = (folder: string, name: string, language: string): string => {
  const file = join(folder, 'figures', `${name}.${language}.svg`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new LessonError(file, 'is shown by a page, and is not there.', 'Draw it, or take it off the page.');
};
