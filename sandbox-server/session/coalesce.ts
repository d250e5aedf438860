import type { RunEvent } from '../protocol/events.ts';

/** Text is joined up to this length, so that no single entry grows without end. */
const longestText = 64 * 1024;

/** Joins neighbouring pieces of the same run's output on the same stream; of each display and of a run's pauses, the last stays. */
export function coalesce(events: readonly RunEvent[]): RunEvent[] {
  const joined: RunEvent[] = [];
  const displays = new Map<string, number>();
  for (const event of events) {
    const before = joined.at(-1);
    const name = displayName(event);
    const place = name === undefined ? undefined : displays.get(name);
    if (before?.kind === 'output' && event.kind === 'output' && continues(before, event)) {
      joined[joined.length - 1] = { ...before, text: before.text + event.text };
    } else if (before?.kind === 'resumed' && event.kind === 'paused' && before.run === event.run) {
      // A step: it went on for less than a moment.
      joined[joined.length - 1] = event;
    } else if (place !== undefined) joined[place] = event;
    else {
      joined.push(event);
      if (name !== undefined) displays.set(name, joined.length - 1);
    }
  }
  return joined;
}

type Output = Extract<RunEvent, { kind: 'output' }>;

function continues(before: Output, next: Output): boolean {
  const same = before.run === next.run && before.stream === next.stream;
  // What the workbook says stands apart from what the cell does.
  const isCells = before.reason === undefined && next.reason === undefined;
  return same && isCells && before.text.length + next.text.length <= longestText;
}

function displayName(event: RunEvent): string | undefined {
  return event.kind === 'display' && event.display.id !== undefined
    ? `${event.run} ${event.display.id}`
    : undefined;
}
