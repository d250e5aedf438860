import { parse } from 'just-bash';

/** Whether a shell would wait for more lines: a quote, a loop, a list or a document is not closed yet. */
export function isIncomplete(line: string): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(line) || /(?:\||&&)\s*$/.test(line)) return true;
  if (hasOpenDocument(line)) return true;
  try {
    parse(line);
    return false;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return /got EOF$|unexpected EOF/.test(error.message);
  }
}

/** `<<END` without a line `END` after it. */
function hasOpenDocument(text: string): boolean {
  const lines = text.split('\n');
  const last = new Map(lines.map((line, index) => [line.replace(/^\t+/, ''), index]));
  return lines.some((line, index) =>
    [...line.matchAll(/(?<!<)<<-?[ \t]*(["']?)(\w+)\1/g)].some(
      ([, , word = '']) => (last.get(word) ?? 0) <= index,
    ),
  );
}
