import { programOf } from '../bindings/bindings.ts';
import { hoistedNames } from './hoisted-names.ts';
import { leadOutside, type ModulePlaces, placesOutside } from './module-places.ts';
import { type ProgramCell, programCell } from './program-cell.ts';
import { ProgramImports } from './program-imports.ts';
import type { ProgramOrder } from './program-order.ts';
import { absoluteLinks } from './write-notebook.ts';

const remark = (text: string): string =>
  text
    .split('\n')
    .map((line) => `// ${line}`.trimEnd())
    .join('\n');

type Cells = ReadonlyMap<string, ProgramCell>;

/** The cells that run: not those that Run all leaves out, nor those that are no TypeScript. */
const runningCells = ({ page, texts }: ProgramOrder): Cells =>
  new Map(
    page.parts.flatMap((part) => {
      if (part.kind !== 'cell' || part.optional) return [];
      const code = texts[part.name] ?? '';
      const program = programOf(code);
      return program === undefined ? [] : [[part.name, { code, program }] as const];
    }),
  );

const printName = (cells: Cells): string => {
  const all = [...cells.values()].map(({ code }) => code).join('\n');
  let name = 'printResult';
  while (all.includes(name)) name += '_';
  return name;
};

/** The lesson as one program: what is said as remarks, the cells one after another, their imports first. */
export const writeProgram = (order: ProgramOrder): string => {
  const { page, address, texts, head, words } = order;
  const server = new URL(address).origin;
  const places: ModulePlaces = placesOutside(server, page.packages);
  const cells = runningCells(order);
  const hoisted = hoistedNames([...cells.values()]);
  const imports = new ProgramImports(places, hoisted);
  const parts = { imports, hoisted, print: printName(cells) };
  const body = page.parts.map((part) => {
    if (part.kind === 'prose') return remark(absoluteLinks(part.text, address));
    if (part.kind === 'live') return remark([part.caption, words.live, address].filter(Boolean).join(' '));
    const cell = cells.get(part.name);
    if (cell !== undefined) return `// Cell: ${part.name}\n${leadOutside(programCell(cell, parts), places)}`;
    const why = part.optional ? words.optional : words.unreadable;
    return remark(`Cell: ${part.name}\n${why}\n\n${texts[part.name] ?? ''}`);
  });
  const start = `deno run --allow-net --allow-env --allow-import=${new URL(address).host} ${page.lesson.split('/').at(-1)}.ts`;
  return `${[
    remark(`${head}\n\n  ${start}`),
    [
      `import { result as ${parts.print} } from '${server}/library/outside.js';`,
      ...imports.declarations(),
    ].join('\n'),
    ...(hoisted.size === 0 ? [] : [`let ${[...hoisted].join(', ')};`]),
    ...body,
  ].join('\n\n')}\n`;
};
