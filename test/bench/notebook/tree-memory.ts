import { readdirSync, readFileSync } from 'node:fs';

/** The parent of a process; undefined when the process has just ended. */
function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

/** Memory of a process in kB, what it shares with others counted in parts; 0 when it has just ended. */
function memoryOf(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}

/** MiB of a process and all that it has started (https://docs.kernel.org/filesystems/proc.html). Linux only. */
export function treeMemory(root: number): number {
  const parents = new Map<number, number | undefined>();
  for (const name of readdirSync('/proc'))
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(Number(name)));
  const belongs = (pid: number | undefined): boolean =>
    pid !== undefined && pid !== 0 && (pid === root || belongs(parents.get(pid)));
  const own = [...parents.keys()].filter(belongs);
  return own.reduce((sum, pid) => sum + memoryOf(pid), 0) / 1024;
}
