/** A text without the sequences that colour it or move the cursor. */
export function withoutEscapes(text: string): string {
  const [first = '', ...others] = text.split('\u001b');
  return first + others.map((part) => part.replace(/^\[[0-9;?]*[A-Za-z]/, '')).join('');
}
