/** Where a text's lines begin, found once for each part of it: a text that grows is not read again from its start. */
export class TextLines {
  text = '';
  /** Where each line begins. */
  readonly starts: number[] = [0];

  /** Takes the text as it is now; the answer is whether it only grew. */
  read(text: string): boolean {
    const grew = text.length >= this.text.length && text.startsWith(this.text);
    const from = grew ? this.text.length : 0;
    if (!grew) this.starts.splice(1);
    for (let at = text.indexOf('\n', from); at !== -1; at = text.indexOf('\n', at + 1))
      this.starts.push(at + 1);
    this.text = text;
    return grew;
  }

  /** How many lines there are; a line break at the end begins no further one. */
  get count(): number {
    return this.text.endsWith('\n') ? this.starts.length - 1 : this.starts.length;
  }

  /** The lines from `first` up to `end`, with their line breaks. */
  slice(first: number, end: number): string {
    return this.text.slice(this.starts[first] ?? this.text.length, this.starts[end] ?? this.text.length);
  }
}
