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

/** Why a kernel's process has ended, in words for the learner. */
export function endingOf({ reason, code, complaint, limit }: Remains): Ending {
  if (reason === 'stopped') return { kind: 'stopped', words: 'The kernel was stopped.' };
  // V8 ends the process itself when its heap is full; then there is no exit code of a program's own.
  const heapFull = /Reached heap limit|out of memory/i.test(complaint) && code !== 0;
  if (reason === 'memory' || heapFull) {
    return {
      kind: 'memory',
      words: `The kernel used more than its ${limit} MiB of memory and was ended. Keep less at once, and run the cells again.`,
    };
  }
  if (reason === 'unheard') {
    return { kind: 'exited', words: 'The kernel sent more at once than can be taken, and was ended.' };
  }
  const how = code === null ? 'ended unexpectedly' : `ended itself with exit code ${code}`;
  return { kind: 'exited', words: `The kernel ${how}.` };
}
