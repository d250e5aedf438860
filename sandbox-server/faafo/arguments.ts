/** A command line that makes no sense, in the words of Python's argparse, with the program's status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What a program or one of its commands takes: options with a value, options without, and words in order. */
export interface Grammar {
  options: readonly string[];
  flags: readonly string[];
  words: readonly string[];
  /** Whether reading stops at the first word, because a command with options of its own begins there. */
  untilWord: boolean;
}

/** A command line, read. */
export interface Arguments {
  options: Map<string, string>;
  flags: Set<string>;
  words: string[];
  /** What follows the first word, when reading stopped there. */
  rest: string[];
}

const isNumber = (text: string): boolean => /^-\d*\.?\d+(e[+-]?\d+)?$/i.test(text);

/**
 * Reads a command line: `--name value`, `--name=value`, flags and words.
 * @throws {UsageError}
 */
export function readArguments(args: readonly string[], grammar: Grammar): Arguments {
  const read: Arguments = { options: new Map(), flags: new Set(), words: [], rest: [] };
  for (let k = 0; k < args.length; k += 1) {
    const argument = args[k] ?? '';
    if (!argument.startsWith('-') || argument === '-' || isNumber(argument)) {
      read.words.push(argument);
      if (!grammar.untilWord) continue;
      read.rest = args.slice(k + 1);
      break;
    }
    const [name = '', ...value] = argument.split('=');
    if (grammar.flags.includes(name)) {
      read.flags.add(name);
    } else if (grammar.options.includes(name)) {
      const next = args[k + 1];
      const isNext = value.length === 0;
      if (isNext && (next === undefined || (next.startsWith('-') && !isNumber(next)))) {
        throw new UsageError(`argument ${name}: expected one argument`);
      }
      read.options.set(name, isNext ? (next ?? '') : value.join('='));
      if (isNext) k += 1;
    } else {
      throw new UsageError(`unrecognized arguments: ${argument}`);
    }
  }
  if (grammar.untilWord || read.flags.has('-h') || read.flags.has('--help')) return read;
  if (read.words.length < grammar.words.length) throw new UsageError('too few arguments');
  if (read.words.length > grammar.words.length) {
    throw new UsageError(`unrecognized arguments: ${read.words.slice(grammar.words.length).join(' ')}`);
  }
  return read;
}

/**
 * An option's value as a number, or undefined when it was not given.
 * @throws {UsageError}
 */
export function numberOption(
  { options }: Arguments,
  name: string,
  type: 'int' | 'float',
): number | undefined {
  const text = options.get(name);
  if (text === undefined) return undefined;
  const pattern = type === 'int' ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  if (!pattern.test(text)) throw new UsageError(`argument ${name}: invalid ${type} value: '${text}'`);
  return Number(text);
}
