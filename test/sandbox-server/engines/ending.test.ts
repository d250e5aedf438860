import { expect, test } from 'vitest';
import { endingOf } from '../../../sandbox-server/engines/ending.ts';
import { inEnglish } from '../../../sandbox-server/protocol/reason-in-english.ts';

const remains = { reason: undefined, code: null, complaint: '', limit: 256 };

test.each([
  ['stopped by us', { ...remains, reason: 'stopped' as const }, 'stopped', 'The kernel was stopped.'],
  [
    'too much memory outside of the heap',
    { ...remains, reason: 'memory' as const },
    'memory',
    'more than its 256 MiB of memory',
  ],
  [
    'too much memory within',
    { ...remains, complaint: '# Fatal JavaScript out of memory: Reached heap limit' },
    'memory',
    'more than its 256 MiB',
  ],
  ['its own exit', { ...remains, code: 3 }, 'exited', 'ended itself with exit code 3.'],
  [
    'its own exit, after talk of memory',
    { ...remains, code: 0, complaint: 'Reached heap limit' },
    'exited',
    'exit code 0',
  ],
  ['a crash', remains, 'exited', 'ended unexpectedly'],
  ['a message that is too long', { ...remains, reason: 'unheard' as const }, 'exited', 'more at once'],
])('%s', (_, of, kind, words) => {
  const ending = endingOf(of);
  expect(ending.kind).toBe(kind);
  expect(inEnglish(ending.reason)).toContain(words);
});
