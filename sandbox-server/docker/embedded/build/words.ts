/** Gives a variable's value; undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

const REFERENCE = /^\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^}]*))?\})/;

/** The value that `$NAME`, `${NAME}`, `${NAME:-word}` or `${NAME:+word}` at the start of `text` stands for. */
function reference(text: string, lookup: Lookup): { value: string; length: number } | undefined {
  const [whole, plain, braced, operator, word = ''] = REFERENCE.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const value = lookup(plain ?? braced ?? '');
  const isSet = value !== undefined && (!operator?.startsWith(':') || value !== '');
  if (operator?.endsWith('-')) return { value: isSet ? value : expand(word, lookup), length: whole.length };
  if (operator?.endsWith('+')) return { value: isSet ? expand(word, lookup) : '', length: whole.length };
  return { value: value ?? '', length: whole.length };
}

/**
 * Takes a line apart as a shell does: blanks separate, quotes hold together, variables are replaced except
 * between single quotes. https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function wordsOf(text: string, lookup: Lookup = () => undefined): string[] {
  const words: string[] = [];
  let current: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const found = quote !== "'" && character === '$' ? reference(text.slice(at), lookup) : undefined;
    if (found) {
      current = (current ?? '') + found.value;
      at += found.length - 1;
    } else if (character === '\\' && quote !== "'") {
      at += 1;
      const next = text.charAt(at);
      current = (current ?? '') + (quote === '"' && !'"\\$'.includes(next) ? `\\${next}` : next);
    } else if (quote !== '' ? character === quote : character === '"' || character === "'") {
      quote = quote === '' ? character : '';
      current ??= '';
    } else if (quote === '' && /\s/.test(character)) {
      if (current !== undefined) words.push(current);
      current = undefined;
    } else current = (current ?? '') + character;
  }
  if (current !== undefined) words.push(current);
  return words;
}

/** A text with its variables replaced and its quotes taken off, in one piece. */
export function expand(text: string, lookup: Lookup): string {
  return wordsOf(text.replaceAll(' ', '\u0000'), lookup).join('').replaceAll('\u0000', ' ');
}

/** `["a", "b"]` as its words; undefined when the text is no such list. */
export function listOf(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `A=1 B="two words"`, or the older `A one value`, as pairs. */
export function pairsOf(text: string, lookup: Lookup): [string, string][] {
  const words = wordsOf(text, lookup);
  if (!/^[^\s=]+=/.test(text)) return [[words[0] ?? '', expand(text.replace(/^\S+\s*/, ''), lookup)]];
  return words.map((word) => {
    const at = word.indexOf('=');
    return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
  });
}
