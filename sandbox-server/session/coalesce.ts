import type { RunEvent } from '../protocol/events.ts';

/** Text is joined up to this length, so that no single entry grows without end. */
const longestText = 64 * 1024;

/** Joins neighbouring pieces of the same run's output on the same stream. */
export function coalesce(events: readonly RunEvent[]): RunEvent[] {
  const joined: RunEvent[] = [];
  for (const event of events) {
    const before = joined.at(-1);
    if (before?.kind === 'output' && event.kind === 'output' && continues(before, event)) {
      joined[joined.length - 1] = { ...before, text: before.text + event.text };
    } else joined.push(event);
  }
  return joined;
}

type Output = Extract<RunEvent, { kind: 'output' }>;

function continues(before: Output, next: Output): boolean {
  const same = before.run === next.run && before.stream === next.stream;
  return same && before.text.length + next.text.length <= longestText;
}
