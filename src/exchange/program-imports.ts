import type { ImportDeclaration } from '@babel/types';
import { type ImportedName, namesOf } from './hoisted-names.ts';
import type { ModulePlaces } from './module-places.ts';

const clause = ({ name, local }: ImportedName): string => (name === local ? name : `${name} as ${local}`);

/** The declarations by which names come from one module: those in braces together, the others by themselves. */
const declarationsFor = (from: string, names: readonly ImportedName[]): string[] => {
  const place = `from '${from}';`;
  const inBraces = (isType: boolean): string[] => {
    const those = names.filter((each) => each.isType === isType && each.name !== '*');
    if (those.length === 0) return [];
    const list = those.map(({ name, ...rest }) => clause({ ...rest, name })).join(', ');
    return [`import ${isType ? 'type ' : ''}{ ${list} } ${place}`];
  };
  const whole = names
    .filter(({ name }) => name === '*')
    .map(({ local, isType }) => `import ${isType ? 'type ' : ''}* as ${local} ${place}`);
  return [...inBraces(false), ...inBraces(true), ...whole];
};

/** The imports of all cells of a program, each name once. */
export class ProgramImports {
  readonly #names: ImportedName[] = [];
  readonly #bare = new Set<string>();
  readonly #places: ModulePlaces;
  readonly #hoisted: ReadonlySet<string>;
  #aliases = 0;

  /** `hoisted` names mean something else in another cell: what they import comes under a name of its own. */
  constructor(places: ModulePlaces, hoisted: ReadonlySet<string>) {
    this.#places = places;
    this.#hoisted = hoisted;
  }

  /** Takes an import up; returns what stands in its place. */
  add(declaration: ImportDeclaration): string {
    if (declaration.specifiers.length === 0) this.#bare.add(declaration.source.value);
    return namesOf(declaration)
      .map((each) => this.#take(each))
      .join('');
  }

  declarations(): string[] {
    const modules = [...new Set(this.#names.map(({ from }) => from))];
    const place = (from: string): string => this.#places.get(from) ?? from;
    return [
      ...[...this.#bare].map((from) => `import '${place(from)}';`),
      ...modules.flatMap((from) =>
        declarationsFor(
          place(from),
          this.#names.filter((each) => each.from === from),
        ),
      ),
    ];
  }

  #take(name: ImportedName): string {
    if (!name.isType && this.#hoisted.has(name.local)) {
      this.#aliases += 1;
      const local = `${name.local}_${this.#aliases}`;
      this.#names.push({ ...name, local });
      return `${name.local} = ${local};`;
    }
    const known = this.#names.some(({ local, isType }) => local === name.local && isType === name.isType);
    if (!known) this.#names.push(name);
    return '';
  }
}
