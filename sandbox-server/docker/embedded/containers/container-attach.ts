import { z } from 'zod';
import { conflict } from '../fault.ts';
import { flag } from '../query.ts';
import { none, type Outcome, type Route, route } from '../route.ts';
import type { Container } from './container.ts';
import type { StreamName } from './output.ts';
import { detachKeysOf, talk } from './talk.ts';

/** The content type of a stream that is no longer HTTP: framed streams have one of their own since 1.42. */
export const RAW = 'application/vnd.docker.raw-stream';

function attach(
  container: Container,
  query: {
    logs: boolean;
    stream: boolean;
    stdin: boolean;
    stdout: boolean;
    stderr: boolean;
    detachKeys: string;
  },
): Outcome {
  const { config } = container.record;
  if (container.status === 'paused')
    throw conflict(`Container ${container.id} is paused, unpause the container before attach`);
  const streams = new Set<StreamName>([
    ...(query.stdout ? ['stdout' as const] : []),
    ...(query.stderr ? ['stderr' as const] : []),
  ]);
  container.event('attach');
  return {
    contentType: RAW,
    talk: (stream) =>
      talk(
        {
          output: container.output,
          input: query.stdin && config.OpenStdin ? container.input : undefined,
          tty: () => (query.stdin && config.OpenStdin ? container.tty : undefined),
          isTty: config.Tty,
          streams,
          detachKeys: query.stdin ? detachKeysOf(query.detachKeys) : '',
          before: query.logs
            ? container.log.read().map(({ stream: name, log }) => ({ stream: name, text: log }))
            : [],
          ...(!query.stream && { until: Promise.resolve() }),
          closesInput: config.StdinOnce || !config.Tty,
          detached: () => container.event('detach'),
        },
        stream,
      ),
  };
}

/** Into a container's first process. */
export const containerAttach: readonly Route[] = [
  route({
    method: 'POST',
    path: '/containers/{id}/attach',
    query: z.object({
      logs: flag,
      stream: flag,
      stdin: flag,
      stdout: flag,
      stderr: flag,
      detachKeys: z.string().default(''),
    }),
    body: none,
    docs: 'Container/operation/ContainerAttach',
    run: ({ host, param, query }) => attach(host.demand(param('id')), query),
  }),
];
