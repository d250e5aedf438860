import type { PageWorkbook } from './page-workbook.ts';

/** Milliseconds in which a lesson's program is written, unless a text in it cannot be understood. */
const longest = 10_000;

const nameOf = (lesson: string, ending: string): string => `${lesson.split('/').at(-1)}.${ending}`;

/** Does what the learner asked for; when that cannot be done, says so. */
const attempt = (workbook: PageWorkbook, act: () => Promise<void>): void => {
  act().catch(() => workbook.tell(workbook.words.fileFailed));
};

/** Hands the lesson over as a notebook of Jupyter, with the learner's texts and outputs. */
export const downloadNotebook = (workbook: PageWorkbook): void =>
  attempt(workbook, async () => {
    const [{ lessonWork }, { writeNotebook }, { downloadText }] = await Promise.all([
      import('./lesson-work.ts'),
      import('../exchange/write-notebook.ts'),
      import('./hand-over.ts'),
    ]);
    const work = await lessonWork(workbook);
    downloadText(nameOf(work.page.lesson, 'ipynb'), writeNotebook(work));
  });

const writtenElsewhere = async (order: unknown): Promise<string> => {
  const worker = new Worker(new URL('../exchange/program-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<string>((resolve, reject) => {
      setTimeout(() => reject(new Error('A cell takes too long to understand.')), longest);
      worker.addEventListener('message', ({ data }) => resolve(String(data)), { once: true });
      worker.addEventListener('error', () => reject(new Error('The program could not be written.')));
      worker.postMessage(order);
    });
  } finally {
    worker.terminate();
  }
};

/** Hands the lesson over as one program for Deno. */
export const downloadProgram = (workbook: PageWorkbook): void =>
  attempt(workbook, async () => {
    const [{ lessonWork }, { programOrder }, { downloadText }] = await Promise.all([
      import('./lesson-work.ts'),
      import('../exchange/program-order.ts'),
      import('./hand-over.ts'),
    ]);
    const work = await lessonWork(workbook);
    downloadText(nameOf(work.page.lesson, 'ts'), await writtenElsewhere(programOrder(work)));
  });

/** Lets the learner choose a notebook, and offers what it changes. */
export const openNotebook = (workbook: PageWorkbook): void => {
  const field = document.createElement('input');
  field.type = 'file';
  field.accept = '.ipynb,application/x-ipynb+json,application/json';
  field.addEventListener('change', () => {
    const file = field.files?.[0];
    if (file === undefined) return;
    attempt(workbook, async () => {
      const { offerNotebook } = await import('./offer-notebook.ts');
      await offerNotebook(workbook, file);
    });
  });
  field.click();
};
