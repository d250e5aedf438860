/** A part of a text in which names are declared; `holdsVar` where a `var` stops rising. */
export class Scope {
  readonly names = new Set<string>();
  readonly holdsVar: boolean;
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope, holdsVar = outer === undefined) {
    this.#outer = outer;
    this.holdsVar = holdsVar;
  }

  declareVar(name: string): void {
    if (this.holdsVar || this.#outer === undefined) this.names.add(name);
    else this.#outer.declareVar(name);
  }

  /** The scope that declares the name; undefined when none does, so that it is another cell's, or the runtime's. */
  ownerOf(name: string): Scope | undefined {
    return this.names.has(name) ? this : this.#outer?.ownerOf(name);
  }
}
