/** `text` as one word of a shell script. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The words of a command line without any expansion: what `ExecStart=` of a unit and `command=` of a
 * supervisor's program hold.
 */
export function words(line: string): string[] {
  const found: string[] = [];
  let current: string | undefined;
  let quoted = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quoted !== '') {
      if (character === quoted) quoted = '';
      else current = (current ?? '') + character;
    } else if (character === '"' || character === "'") {
      quoted = character;
      current ??= '';
    } else if (character === '\\') {
      index += 1;
      current = (current ?? '') + line.charAt(index);
    } else if (/\s/.test(character)) {
      if (current !== undefined) found.push(current);
      current = undefined;
    } else {
      current = (current ?? '') + character;
    }
  }
  if (current !== undefined) found.push(current);
  return found;
}
