import { z } from 'zod';
import { type EngineEvent, eventFits, eventView } from '../events.ts';
import { filters, momentOf } from '../query.ts';
import { none, type Route, route } from '../route.ts';
import { aborted, streamed } from '../streaming.ts';

/** What happens, as it happens. */
export const eventStream: readonly Route[] = [
  route({
    method: 'GET',
    path: '/events',
    query: z.object({ since: z.string().optional(), until: z.string().optional(), filters }),
    body: none,
    docs: 'System/operation/SystemEvents',
    run: ({ host, query }) => {
      const now = host.clock.now();
      const since = query.since ? momentOf(query.since, now) : undefined;
      const until = query.until ? momentOf(query.until, now) : undefined;
      return streamed(async ({ json, signal }) => {
        const send = (event: EngineEvent): void => {
          if (eventFits(event, query.filters)) json(eventView(event));
        };
        const stop = host.events.listen(send);
        if (since !== undefined) for (const event of host.events.between(since, until ?? now)) send(event);
        const ended =
          until === undefined
            ? aborted(signal)
            : host.clock.wait(Math.max(0, until - now), signal).catch(() => undefined);
        await ended;
        stop();
      });
    },
  }),
];
