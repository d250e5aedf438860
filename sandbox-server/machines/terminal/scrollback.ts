/** A piece of what a terminal printed; `offset` says where in all of it the piece begins. */
export interface Piece {
  readonly offset: number;
  readonly text: string;
}

/** The newest part of what a terminal printed. Offsets count UTF-16 units from its very first one, and never go back. */
export class Scrollback {
  readonly #most: number;
  #pieces: string[] = [];
  #start = 0;
  #end = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Where the next piece will begin. */
  get end(): number {
    return this.#end;
  }

  add(text: string): void {
    this.#pieces.push(text);
    this.#end += text.length;
    while (this.#end - this.#start > this.#most) {
      const [oldest = ''] = this.#pieces;
      const excess = this.#end - this.#start - this.#most;
      if (oldest.length <= excess) {
        this.#pieces.shift();
        this.#start += oldest.length;
      } else {
        this.#pieces[0] = oldest.slice(excess);
        this.#start += excess;
      }
    }
  }

  /** What was printed from `offset` on, up to `most`; a part that is no longer kept is left out. */
  from(offset: number, most: number): Piece {
    const begin = Math.min(this.#end, Math.max(offset, this.#start));
    let at = this.#start;
    let text = '';
    for (const piece of this.#pieces) {
      if (at + piece.length > begin) text += piece.slice(Math.max(0, begin - at));
      at += piece.length;
      if (text.length >= most) break;
    }
    return { offset: begin, text: text.slice(0, most) };
  }
}
