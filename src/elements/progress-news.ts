import type { LogEntry } from '../../sandbox-server/protocol/events.ts';

const moving: ReadonlySet<string> = new Set(['finished', 'edited', 'answered', 'checked', 'reset']);

/** Lets the page hear, as `learner-progress`, that something changed how far the learner is. */
export const tellProgress = (entries: readonly LogEntry[]): void => {
  if (entries.some(({ event }) => moving.has(event.kind))) dispatchEvent(new Event('learner-progress'));
};
