import { execFile, spawnSync } from 'node:child_process';

/** What a program printed, and how it ended. */
export interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end with just this environment beside PATH and HOME. */
export function runProgram(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve) => {
    execFile(command, args, { env: { PATH, HOME, LANG: 'C.UTF-8', ...env } }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ status, stdout, stderr });
    });
  });
}

/**
 * Whether a real client is installed on this machine. Where continuous integration runs it must be: there a
 * missing client is a failure, not a reason to skip.
 */
export function hasClient(command: string, ...args: string[]): boolean {
  if (process.env.CI === 'true') return true;
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
