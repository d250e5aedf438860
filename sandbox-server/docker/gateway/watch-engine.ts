import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { EngineClient } from './engine.ts';
import { label } from './tenant.ts';

/** Who wants to hear what becomes of containers; `mark` is their learner's. */
export interface EngineWatcher {
  started(mark: string, container: string): Promise<void>;
  ended(mark: string, container: string): void;
  report(error: unknown): void;
}

const event = z.object({
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()) }),
});

/** How long until it looks again when the engine has gone, in milliseconds. */
const patience = 2000;

/** Hears of the containers that a server has in the engine, for as long as both are there. */
export function watchEngine(engine: EngineClient, filter: string, watcher: EngineWatcher): { close(): void } {
  const ending = new AbortController();
  const filters = JSON.stringify({
    type: ['container'],
    event: ['start', 'die', 'destroy'],
    label: [filter],
  });
  const hear = async (line: string): Promise<void> => {
    const { Action, Actor } = event.parse(JSON.parse(line));
    const mark = Actor.Attributes[label.learner];
    if (mark === undefined || Actor.Attributes[label.role] !== 'container') return;
    if (Action === 'start') await watcher.started(mark, Actor.ID);
    else watcher.ended(mark, Actor.ID);
  };
  const listen = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        const { signal } = ending;
        const stream = await engine.stream({ method: 'GET', path: '/events', query: { filters }, signal });
        for await (const line of createInterface({ input: stream }))
          if (line !== '') await hear(line).catch(watcher.report);
      } catch {
        // The engine is gone: whoever calls it hears that. Here it is waited for.
      }
      await pause(patience, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  void listen();
  return { close: () => ending.abort() };
}
