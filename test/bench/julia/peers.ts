import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Drawing } from '../../../sandbox-server/faafo/fractal.ts';

/** Another program that draws the same picture: its best time, in seconds, and a checksum over its RGB bytes. */
export interface Peer {
  name: string;
  measure: () => { seconds: number; checksum: number };
}

/** How often the C program draws each time; the best counts. */
const TIMES = 3;

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The output of a program, or undefined when it is not there. */
function outputOf(program: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function read(line: string): { seconds: number; checksum: number } {
  const [seconds, checksum] = line.split(' ').map(Number);
  if (!seconds || checksum === undefined) throw new Error(`A peer printed "${line}".`);
  return { seconds, checksum };
}

/** The original's algorithm in CPython, drawing the fixed picture; undefined where there is no Python. */
export function python(): Peer | undefined {
  const version = outputOf('python3', [
    '-c',
    'import platform as p; print(p.python_implementation(), p.python_version())',
  ]);
  if (!version) return undefined;
  return { name: version, measure: () => read(outputOf('python3', [file('peer.py')]) ?? '') };
}

/** The original's algorithm in C, compiled for a picture into a folder; undefined where there is no compiler. */
export function compiled(folder: string, name: string, drawing: Drawing): Peer | undefined {
  const version = outputOf('gcc', ['-dumpfullversion']);
  if (!version) return undefined;
  const program = join(folder, name);
  const numbers = Object.entries(drawing).map(([key, value]) => `-D${key.toUpperCase()}=${value}`);
  outputOf('gcc', ['-O3', '-march=native', '-ffp-contract=off', ...numbers, '-o', program, file('peer.c')]);
  return {
    name: `gcc ${version} -O3 -march=native`,
    measure: () => read(outputOf(program, [String(TIMES)]) ?? ''),
  };
}
