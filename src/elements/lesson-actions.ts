import type { Action } from './action.ts';
import type { PageWorkbook } from './page-workbook.ts';

/** Something that can be done with the whole lesson. */
export type LessonAction = Action<PageWorkbook>;

/** Every action of a lesson, in the order of its toolbar's menu. */
export const lessonActions: readonly LessonAction[] = [
  {
    id: 'reset-lesson',
    label: (words) => words.resetLesson,
    applies: ({ connection }) => connection === 'open',
    warning: (words) => words.confirmLesson,
    run: (workbook) => workbook.resetLesson(),
  },
];
