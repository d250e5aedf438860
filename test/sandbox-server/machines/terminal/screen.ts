/** What a terminal of that width shows of what was written to it, for tests: rows of text, and where the cursor is. */
export class Screen {
  readonly #columns: number;
  #rows: string[][] = [[]];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  write(text: string): void {
    const tokens = text.match(/\p{Cc}\[[0-9;?]*[A-Za-z]|[\s\S]/gu) ?? [];
    for (const token of tokens) {
      if (token.length > 1 && token.startsWith('\u001b')) this.#control(token);
      else this.#print(token);
    }
  }

  get lines(): string[] {
    return this.#rows.map((row) =>
      Array.from(row, (cell = ' ') => cell)
        .join('')
        .trimEnd(),
    );
  }

  /** Row and column of the cursor, from 0. */
  get cursor(): [number, number] {
    return [this.#row, this.#column];
  }

  #print(character: string): void {
    if (character === '\u0007') return;
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.#down();
    else {
      if (this.#column >= this.#columns) {
        this.#column = 0;
        this.#down();
      }
      this.#line[this.#column] = character;
      this.#column += 1;
    }
  }

  get #line(): string[] {
    const line = this.#rows[this.#row];
    if (line === undefined) throw new Error(`There is no row ${this.#row}.`);
    return line;
  }

  #down(): void {
    this.#row += 1;
    if (this.#rows[this.#row] === undefined) this.#rows[this.#row] = [];
  }

  #control(sequence: string): void {
    const count = Number.parseInt(sequence.slice(2), 10) || 1;
    switch (sequence.at(-1)) {
      case 'A':
        this.#row = Math.max(0, this.#row - count);
        return;
      case 'B':
        for (let step = 0; step < count; step += 1) this.#down();
        return;
      case 'C':
        this.#column = Math.min(this.#columns - 1, this.#column + count);
        return;
      case 'H':
        this.#row = 0;
        this.#column = 0;
        return;
      case 'J':
        if (sequence === '\u001b[2J') this.#rows = [[]];
        else {
          this.#rows = this.#rows.slice(0, this.#row + 1);
          this.#line.length = Math.min(this.#line.length, this.#column);
        }
    }
  }
}
