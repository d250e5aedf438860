import { type Command, defineCommand } from 'just-bash';
import { resolvePath } from '../disk/paths.ts';
import type { Machine } from '../machine.ts';
import { inColumns } from '../terminal/columns.ts';
import { printsDirectly, type Surroundings } from './commands.ts';

const FOLDER = '1;34';
const LINK = '1;36';
const PROGRAM = '1;32';
const ANYBODY_RUNS = 0o111;
/** A line of `ls -l`: up to the date, and the name. */
const LONG_LINE = /^([-dl][-rwxsStT]{9}\s.*? [A-Z][a-z]{2} [ \d]\d +(?:\d\d:\d\d|\d{4}) )(.*)$/;

/** `ls` is the interpreter's, which knows neither colours nor columns: before a terminal it has both. */
export function listCommand(surroundings: Surroundings): Command {
  return defineCommand('ls', async (args, context) => {
    const asked = args.find((argument) => /^--color(=|$)/.test(argument))?.slice('--color='.length) ?? 'auto';
    const plain = args.filter((argument) => !/^--color(=|$)/.test(argument));
    const result = (await context.origCommand?.(plain)) ?? {
      stdout: '',
      stderr: 'ls: not available\n',
      exitCode: 1,
    };
    const terminal = printsDirectly(context) ? surroundings.terminal : undefined;
    const coloured = asked !== 'never' && asked !== 'none' && (asked !== 'auto' || terminal !== undefined);
    if (!coloured && terminal === undefined) return result;
    const options = plain.filter((argument) => /^-[a-zA-Z1]/.test(argument)).join('');
    const operands = plain.filter((argument) => !argument.startsWith('-'));
    const listing = { machine: surroundings.machine, cwd: context.cwd, coloured };
    const columns = terminal === undefined || /[l1]/.test(options) ? undefined : terminal.columns;
    return { ...result, stdout: drawn(result.stdout, operands, columns, listing) };
  });
}

interface Listing {
  readonly machine: Machine;
  readonly cwd: string;
  readonly coloured: boolean;
}

/** The listing block by block: the files that were named, and each folder under its name where there are several. */
function drawn(
  text: string,
  operands: readonly string[],
  columns: number | undefined,
  listing: Listing,
): string {
  const [only] = operands;
  const first = operands.length === 1 && only !== undefined && isFolder(listing, only) ? only : '.';
  const blocks = text
    .replace(/\n$/, '')
    .split('\n\n')
    .map((block) => {
      const lines = block === '' ? [] : block.split('\n');
      const [, header] = /^(.+):$/.exec(lines[0] ?? '') ?? [];
      const folder = header ?? first;
      const names = header === undefined ? lines : lines.slice(1);
      const show = (line: string): string => paint(line, folder, listing);
      const body = columns === undefined ? names.map(show).join('\n') : inColumns(names, columns, show);
      return header === undefined ? body : `${header}:\n${body}`;
    });
  return text === '' ? '' : `${blocks.join('\n\n')}\n`;
}

function isFolder({ machine, cwd }: Listing, path: string): boolean {
  return machine.tree.find(resolvePath(cwd, path))?.entry.kind === 'folder';
}

/** A line of the listing with its name in the colour of what it is; a long line ends with the name. */
function paint(line: string, folder: string, { machine, cwd, coloured }: Listing): string {
  if (!coloured) return line;
  const [, facts = '', name = line] = LONG_LINE.exec(line) ?? [];
  const [plain = name] = name.split(' -> ');
  const entry = machine.tree.find(
    resolvePath(resolvePath(cwd, folder), plain.replace(/[/*@]$/, '')),
    false,
  )?.entry;
  if (entry === undefined) return line;
  const kinds = { folder: FOLDER, link: LINK, file: (entry.mode & ANYBODY_RUNS) === 0 ? undefined : PROGRAM };
  const colour = kinds[entry.kind];
  return colour === undefined
    ? line
    : `${facts}\u001b[${colour}m${plain}\u001b[0m${name.slice(plain.length)}`;
}
