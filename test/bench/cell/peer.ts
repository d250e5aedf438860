import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findDeno } from '../../../sandbox-server/engines/deno.ts';

const figures = z.object({ name: z.string(), start: z.number(), memory: z.number() });
const times = z.array(z.number());

/** A notebook kernel that many know: milliseconds to start, MiB in use. */
export type Peer = z.infer<typeof figures> & {
  /** Milliseconds of each of `count` runs of a cell. */
  runs(count: number): Promise<number[]>;
  close(): void;
};

/** The kernels of Jupyter that ours is measured beside. */
export type JupyterKernel = 'ipykernel' | 'deno';

/** Starts a kernel through jupyter_client, so many times; undefined where Jupyter is not installed. */
export async function startPeer(kernel: JupyterKernel, starts: number): Promise<Peer | undefined> {
  const program = fileURLToPath(new URL('peer.py', import.meta.url));
  // Debian's packages belong to Debian's own Python, which another one may hide.
  const python = ['python3', '/usr/bin/python3'].find(hasKernel);
  if (python === undefined) return undefined;
  const parameters = [program, String(starts), ...(kernel === 'deno' ? [findDeno()] : [])];
  // What a kernel has to say of its debugger or its own state is of no use here.
  const child = spawn(python, parameters, { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { done, value } = await lines.next();
    if (done) throw new Error(`${kernel} ended before it had answered.`);
    return JSON.parse(value);
  };
  return {
    ...figures.parse(await next()),
    async runs(count) {
      child.stdin.write(`${count}\n`);
      return times.parse(await next());
    },
    close: () => child.stdin.end(),
  };
}

function hasKernel(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import ipykernel, jupyter_client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
