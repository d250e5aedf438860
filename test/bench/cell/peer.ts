import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const answer = z.object({
  name: z.string(),
  start: z.number(),
  run: z.number(),
  /** The run that 95 of 100 do not exceed. */
  slowRun: z.number(),
  memory: z.number(),
});
/** A notebook kernel that many know: milliseconds to start and to run a cell, MiB in use. */
export type Peer = z.infer<typeof answer>;

/** Measures ipykernel through jupyter_client; undefined where these are not installed. */
export function measurePeer(starts: number, runs: number): Peer | undefined {
  const program = fileURLToPath(new URL('peer.py', import.meta.url));
  // Debian's packages belong to Debian's own Python, which another one may hide.
  const python = ['python3', '/usr/bin/python3'].find(hasKernel);
  if (python === undefined) return undefined;
  const printed = execFileSync(python, [program, String(starts), String(runs)], {
    encoding: 'utf8',
    // What its debugger has to say is of no use here.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return answer.parse(JSON.parse(printed));
}

function hasKernel(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import ipykernel, jupyter_client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
