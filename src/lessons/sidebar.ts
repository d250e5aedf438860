import type { Language } from './language.ts';
import { languages } from './language.ts';
import type { Chapter } from './read-book.ts';

/** A group of the sidebar, as Starlight takes it. */
export type SidebarGroup = {
  label: string;
  translations: Record<string, string>;
  items: { slug: string; attrs: { 'data-lesson': string } }[];
};

/** The sidebar, from the book: one group for each chapter, one link for each lesson. */
export const sidebarOf = (book: readonly Chapter[], language: Language): SidebarGroup[] =>
  book.map(({ id, title, lessons }) => ({
    label: title[language] ?? languages.flatMap((other) => title[other] ?? [])[0] ?? id,
    translations: title,
    items: lessons.map(({ id: slug }) => ({ slug, attrs: { 'data-lesson': slug } })),
  }));
