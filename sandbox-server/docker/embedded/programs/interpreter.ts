import { type Program, ProgramError } from '../../../machines/program.ts';

/** A program that runs programs of a language: here it says that it does not, and its version. */
export function interpreter(name: string, version: string, language: string): Program {
  return async ({ args, print }) => {
    if (args.length === 1 && /^(--version|-V|-v)$/.test(args[0] ?? '')) {
      print(`${version}\n`);
      return 0;
    }
    throw new ProgramError(
      `${name}: this container is simulated, and the simulation has no interpreter for ${language}. It runs shell scripts and the servers of its images. A real Docker engine runs ${name}.`,
      1,
    );
  };
}
