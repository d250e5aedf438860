import { resolvePath } from '../disk/paths.ts';
import { type Program, ProgramError } from '../program.ts';

const SHELL = /\b(ba|da)?sh\b/;
const EXECUTABLE = 0o111;

/** A file that is called by its path: a shell script that may be executed. */
export const runFile: Program = async ({ args, cwd, machine, files, input, script }) => {
  const [path = '', ...rest] = args;
  const node = machine.tree.find(resolvePath(cwd, path));
  if (!node) throw new ProgramError(`bash: ${path}: No such file or directory`, 127);
  if (node.entry.kind === 'folder') throw new ProgramError(`bash: ${path}: Is a directory`, 126);
  if ((node.entry.mode & EXECUTABLE) === 0) throw new ProgramError(`bash: ${path}: Permission denied`, 126);
  const text = await files.readFile(resolvePath(cwd, path));
  const [, interpreter] = text.match(/^#!\s*(.*)/) ?? [];
  if (interpreter !== undefined && !SHELL.test(interpreter))
    throw new ProgramError(`bash: ${path}: ${interpreter}: a simulated machine runs shell scripts only`, 126);
  return script({ script: text, args: rest, input });
};
