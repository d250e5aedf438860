import { resolvePath } from '../disk/paths.ts';
import { type Program, ProgramError } from '../program.ts';

interface BashCall {
  readonly script: string | undefined;
  readonly file: string | undefined;
  readonly flags: string;
  readonly args: readonly string[];
}

/** `bash` and `sh`: a script from `-c`, from a file, or from standard input (`-s`), with its arguments. */
export const bash: Program = async (context) => {
  const call = readCall(context.args);
  const { terminal, machine, user, signal } = context;
  const isInteractive = call.script === undefined && call.file === undefined && context.input === '';
  if (terminal && isInteractive) {
    const { cwd, env, process } = context;
    return await terminal.login(machine, user, signal, { cwd, env: Object.fromEntries(env), process });
  }
  const path = call.file === undefined ? undefined : resolvePath(context.cwd, call.file);
  if (path !== undefined && !(await context.files.exists(path)))
    throw new ProgramError(`bash: ${call.file}: No such file or directory`, 127);
  const script = call.script ?? (path === undefined ? context.input : await context.files.readFile(path));
  const input = call.script === undefined && path === undefined ? '' : context.input;
  const flags = call.flags === '' ? '' : `set -${call.flags}; `;
  return await context.script({ script: `${flags}${script}`, args: call.args, input, inPlace: true });
};

function readCall(args: readonly string[]): BashCall {
  const rest = [...args];
  let flags = '';
  let takesText = false;
  let fromInput = false;
  while (rest[0]?.startsWith('-') || rest[0]?.startsWith('+')) {
    const word = rest.shift() ?? '';
    if (word === '--' || word === '-') break;
    if (word.startsWith('--')) continue;
    if (word === '-o') flags = withOption(flags, rest.shift());
    for (const letter of word.slice(1)) {
      if (letter === 'c') takesText = true;
      else if (letter === 's') fromInput = true;
      else if ('euxvfn'.includes(letter)) flags += letter;
    }
  }
  if (takesText) {
    const [script = '', , ...positional] = rest;
    return { script, file: undefined, flags, args: positional };
  }
  if (fromInput || rest.length === 0) return { script: undefined, file: undefined, flags, args: rest };
  const [file, ...positional] = rest;
  return { script: undefined, file, flags, args: positional };
}

function withOption(flags: string, option: string | undefined): string {
  const letters: Record<string, string> = { errexit: 'e', nounset: 'u', xtrace: 'x', verbose: 'v' };
  return option === undefined ? flags : flags + (letters[option] ?? '');
}
