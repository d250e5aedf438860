import type { Ending } from './engine.ts';

/** What is known of a process that has ended. */
export interface Remains {
  /** Why the server ended it, if it did. */
  reason: 'stopped' | 'memory' | 'unheard' | undefined;
  code: number | null;
  /** The last of what it printed to its standard error. */
  complaint: string;
  /** The memory that it had, in MiB. */
  limit: number;
}

/** Why a kernel's process has ended. */
export function endingOf({ reason, code, complaint, limit }: Remains): Ending {
  if (reason === 'stopped') return { kind: 'stopped', reason: { code: 'kernel-stopped' } };
  // V8 ends the process itself when its heap is full; then there is no exit code of a program's own.
  const heapFull = /Reached heap limit|out of memory/i.test(complaint) && code !== 0;
  if (reason === 'memory' || heapFull) {
    return { kind: 'memory', reason: { code: 'kernel-out-of-memory', most: limit } };
  }
  if (reason === 'unheard') {
    return { kind: 'exited', reason: { code: 'kernel-unheard' } };
  }
  if (code === null) return { kind: 'exited', reason: { code: 'kernel-ended' } };
  return { kind: 'exited', reason: { code: 'kernel-exited', exitCode: code } };
}
