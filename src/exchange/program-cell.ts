import type { Program, Statement, VariableDeclaration } from '@babel/types';
import MagicString from 'magic-string';
import { declaredBy } from './hoisted-names.ts';
import type { ProgramImports } from './program-imports.ts';

/** A cell that is to become a part of a program. */
export type ProgramCell = { code: string; program: Program };

/** What the cells of a program share. */
export type ProgramParts = {
  imports: ProgramImports;
  /** Names that are declared at the top of the program: cells give them their values. */
  hoisted: ReadonlySet<string>;
  /** The function that prints a cell's result. */
  print: string;
};

/** Calls that show something themselves and have no result. */
const shows = /^(?:console\.|(?:table|text|image|display)\()/;

const placeOf = ({ start, end }: { start?: number | null; end?: number | null }): [number, number] => [
  start ?? 0,
  end ?? 0,
];

/** `const a = 1, { b } = c;` → `a = 1; ({ b } = c);` */
const assignments = ({ declarations }: VariableDeclaration, code: string): string =>
  declarations
    .map(({ id, init }) => {
      const [start, end] = placeOf(id);
      const annotation = 'typeAnnotation' in id && id.typeAnnotation ? placeOf(id.typeAnnotation)[0] : end;
      const value = init ? code.slice(...placeOf(init)) : 'undefined';
      return `(${code.slice(start, annotation).replace(/!$/, '')} = ${value});`;
    })
    .join(' ');

/** A cell's text as a part of a program: imports gone, names that others declare too assigned. */
class Rewriting {
  readonly #cell: ProgramCell;
  readonly #parts: ProgramParts;
  readonly #text: MagicString;
  #opening = '';

  constructor(cell: ProgramCell, parts: ProgramParts) {
    this.#cell = cell;
    this.#parts = parts;
    this.#text = new MagicString(cell.code);
  }

  text(): string {
    const { body } = this.#cell.program;
    for (const statement of body) this.#rewrite(statement);
    const last = body.at(-1);
    if (last !== undefined) this.#printResult(last);
    return `${this.#opening}${this.#text.toString().trim()}`;
  }

  #rewrite(statement: Statement): void {
    const [start, end] = placeOf(statement);
    if (statement.type === 'ImportDeclaration') {
      this.#opening += this.#parts.imports.add(statement);
      this.#text.remove(start, end);
    } else if (statement.type === 'ExportNamedDeclaration') {
      if (statement.declaration == null) this.#text.remove(start, end);
      else {
        this.#text.remove(start, placeOf(statement.declaration)[0]);
        this.#declare(statement.declaration);
      }
    } else if (statement.type === 'ExportDefaultDeclaration' || statement.type === 'ExportAllDeclaration') {
      this.#text.remove(start, end);
    } else this.#declare(statement);
  }

  #declare(statement: Statement): void {
    const { code } = this.#cell;
    const names = declaredBy(statement, code);
    const [start, end] = placeOf(statement);
    const own = code.slice(start, end);
    const hoisted = names.some((name) => this.#parts.hoisted.has(name));
    if (!hoisted) {
      // A line that begins so would go on where the one before ended.
      if (/^[([`/+-]/.test(own)) this.#text.appendLeft(start, ';');
      return;
    }
    if (statement.type === 'VariableDeclaration') {
      this.#text.overwrite(start, end, `;${assignments(statement, code)}`);
      return;
    }
    const value = `${names[0]} = (() => {\n${own}\nreturn ${names[0]};\n})();`;
    if (statement.type !== 'FunctionDeclaration') {
      this.#text.overwrite(start, end, `;${value}`);
      return;
    }
    // A function is there before its line is reached.
    this.#opening += `${value}\n`;
    this.#text.remove(start, end);
  }

  #printResult(statement: Statement): void {
    if (statement.type !== 'ExpressionStatement') return;
    const [start, end] = placeOf(statement.expression);
    if (shows.test(this.#cell.code.slice(start, end))) return;
    this.#text.appendLeft(start, `${this.#parts.print}(`).appendRight(end, ')');
  }
}

/** A cell's text as a part of a program. */
export const programCell = (cell: ProgramCell, parts: ProgramParts): string =>
  new Rewriting(cell, parts).text();
