import { folderOf, nameOf } from '../disk/paths.ts';

/** Calls a program of the machine by its name: what the file of a program elsewhere than in /usr/bin does. */
export const PROGRAM_COMMAND = '__program';

/** The file that stands for a program: the machine runs code of its own in its place. */
export function stubOf(path: string): string {
  return folderOf(path) === '/usr/bin'
    ? '\u007fELF simulated\n'
    : `#!/bin/sh\n# This program is simulated by the machine.\n${PROGRAM_COMMAND} ${nameOf(path)} "$@"\n`;
}
