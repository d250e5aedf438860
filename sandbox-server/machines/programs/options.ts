import { ProgramError } from '../program.ts';

/** What a command's options are: those that take a value, and the long names of short ones. */
export interface OptionNames {
  readonly withValue?: readonly string[];
  readonly long?: Readonly<Record<string, string>>;
}

/** A command line that was read. */
export interface ParsedOptions {
  /** Every option by its short name when it has one; a repeated one has all its values. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly rest: readonly string[];
}

/**
 * Reads a command line as getopt does: `-abc`, `-n5`, `-n 5`, `--name value`, `--name=value`, `--`.
 * @throws ProgramError when a value is missing
 */
export function parseOptions(name: string, args: readonly string[], names: OptionNames = {}): ParsedOptions {
  const options = new Map<string, string[]>();
  const rest: string[] = [];
  const waiting = [...args];
  const take = (option: string): string => {
    const value = waiting.shift();
    if (value === undefined) throw new ProgramError(`${name}: option ${option}: requires parameter`, 2);
    return value;
  };
  const add = (option: string, value: string): unknown =>
    options.set(option, [...(options.get(option) ?? []), value]);
  const wants = (option: string): boolean => names.withValue?.includes(option) ?? false;
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === '--') rest.push(...waiting.splice(0));
    else if (word.startsWith('--')) {
      const [written = '', value] = splitOnce(word.slice(2), '=');
      const option = names.long?.[written] ?? written;
      add(option, value ?? (wants(option) ? take(word) : ''));
    } else if (word.startsWith('-') && word.length > 1) {
      for (let letters = word.slice(1); letters !== ''; ) {
        const option = letters.charAt(0);
        letters = letters.slice(1);
        if (!wants(option)) add(option, '');
        else {
          add(option, letters === '' ? take(`-${option}`) : letters);
          letters = '';
        }
      }
    } else rest.push(word);
  }
  return { options, rest };
}

/** `a=b=c` into `a` and `b=c`. */
export function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
