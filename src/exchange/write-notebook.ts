import type { CellState } from '../workbook/workbook-state.ts';
import type { LessonParts } from './lesson-parts.ts';
import { leadOutside, placesOutside } from './module-places.ts';
import { linesOf, type WrittenCell } from './notebook.ts';
import { notebookOutputs } from './notebook-outputs.ts';

/** A cell with the learner's text and what its last run came to. */
export type CellWork = { text: string; state: CellState };

/** A lesson with a learner's work in it. */
export type LessonWork = {
  page: LessonParts;
  /** Where the page is. */
  address: string;
  cells: ReadonlyMap<string, CellWork>;
  words: ExchangeWords;
};

/** What is written into files, in the language of the page. */
export type ExchangeWords = {
  fileFrom: (address: string) => string;
  fileNeeds: string;
  fileLive: string;
  fileOptional: string;
  fileUnreadable: string;
};

/** Addresses of the book lead to it from wherever the file is opened. */
export const absoluteLinks = (markdown: string, address: string): string =>
  markdown.replace(/\]\((?!https?:|mailto:)([^)\s]+)\)/g, (all, to: string) =>
    URL.canParse(to, address) ? `](${new URL(to, address).href})` : all,
  );

/** The numbers of the runs, counted in the order in which they began. */
const runNumbers = (cells: LessonWork['cells']): Map<string, number> => {
  const begun = [...cells].flatMap(([name, { state }]) =>
    state.startedAt === undefined ? [] : [{ name, at: state.startedAt }],
  );
  begun.sort((one, other) => one.at - other.at);
  return new Map(begun.map(({ name }, index) => [name, index + 1]));
};

class Writer {
  readonly #work: LessonWork;
  readonly #places;
  readonly #numbers: Map<string, number>;
  #prose = 0;

  constructor(work: LessonWork) {
    this.#work = work;
    this.#places = placesOutside(new URL(work.address).origin, work.page.packages);
    this.#numbers = runNumbers(work.cells);
  }

  head(): WrittenCell[] {
    const { page, address, words } = this.#work;
    const text = `# ${page.title}\n\n${page.description}\n\n${words.fileFrom(address)}\n\n${words.fileNeeds}`;
    const source = linesOf(`import '${new URL(address).origin}/library/outside.js';`);
    const metadata = { tags: ['workbook-outside'] };
    return [
      this.#markdown(text),
      { cell_type: 'code', id: 'outside', metadata, source, execution_count: null, outputs: [] },
    ];
  }

  part(part: LessonParts['parts'][number]): WrittenCell[] {
    const { address, words } = this.#work;
    switch (part.kind) {
      case 'prose':
        return [this.#markdown(absoluteLinks(part.text, address))];
      case 'live':
        return [this.#markdown(`> ${[part.caption, words.fileLive, address].filter(Boolean).join(' ')}`)];
      case 'cell':
        return this.#code(part.name);
    }
  }

  #markdown(text: string): WrittenCell {
    this.#prose += 1;
    return { cell_type: 'markdown', id: `prose-${this.#prose}`, metadata: {}, source: linesOf(text) };
  }

  #code(name: string): WrittenCell[] {
    const work = this.#work.cells.get(name);
    if (work === undefined) return [];
    const { text, state } = work;
    const count = this.#numbers.get(name);
    // What an older text has shown is not what this one shows.
    const ran = count !== undefined && state.ran === text && !state.old;
    return [
      {
        cell_type: 'code',
        // An id has 64 characters at most.
        id: `cell-${name}`.slice(0, 64),
        metadata: { workbook: { cell: name } },
        source: linesOf(leadOutside(text, this.#places)),
        execution_count: ran ? count : null,
        outputs: ran ? notebookOutputs(state, count) : [],
      },
    ];
  }
}

/** The lesson as a notebook of Jupyter for Deno's kernel, format 4.5, with the learner's texts and outputs. */
export const writeNotebook = (work: LessonWork): string => {
  const writer = new Writer(work);
  const { lesson, language, parts } = work.page;
  const notebook = {
    cells: [...writer.head(), ...parts.flatMap((part) => writer.part(part))],
    metadata: {
      kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' },
      language_info: {
        codemirror_mode: 'typescript',
        file_extension: '.ts',
        mimetype: 'text/x.typescript',
        name: 'typescript',
        nbconvert_exporter: 'script',
        pygments_lexer: 'typescript',
      },
      workbook: { lesson, language },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
};
