import { z } from 'zod';
import { badRequest, DockerFault } from '../fault.ts';
import { flag, isoNano, momentOf } from '../query.ts';
import { none, type Route, route } from '../route.ts';
import { aborted, streamed } from '../streaming.ts';
import type { Container } from './container.ts';
import { RAW } from './container-attach.ts';
import type { LogLine } from './container-log.ts';
import { frame } from './output.ts';

const querySchema = z.object({
  follow: flag,
  stdout: flag,
  stderr: flag,
  since: z.string().optional(),
  until: z.string().optional(),
  timestamps: flag,
  tail: z.string().default('all'),
  details: flag,
});
type Query = z.output<typeof querySchema>;

function logs(container: Container, query: Query): Response {
  const { host, record } = container;
  if (!query.stdout && !query.stderr) throw badRequest('Bad parameters: you must choose at least one stream');
  if (record.hostConfig.LogConfig.Type === 'none')
    throw new DockerFault(501, 'configured logging driver does not support reading');
  const now = host.clock.now();
  const since = query.since && query.since !== '0' ? momentOf(query.since, now) : 0;
  const until = query.until && query.until !== '0' ? momentOf(query.until, now) : Number.POSITIVE_INFINITY;
  const isWanted = ({ stream, time }: LogLine): boolean => query[stream] && time >= since && time <= until;
  const text = ({ log, time }: LogLine): string => (query.timestamps ? `${isoNano(time)} ${log}` : log);
  return streamed(async ({ write, signal }) => {
    const send = (line: LogLine): void =>
      write(record.config.Tty ? text(line) : frame(line.stream, text(line)));
    const lines = container.log.read().filter(isWanted);
    const most = /^\d+$/.test(query.tail) ? Number(query.tail) : lines.length;
    for (const line of most === 0 ? [] : lines.slice(-most)) send(line);
    if (!query.follow || !container.isUp) return;
    const stop = container.log.listen((line) => {
      if (isWanted(line)) send(line);
    });
    await Promise.race([container.output.ended, aborted(signal)]);
    stop();
  }, RAW);
}

/** What a container printed. */
export const containerLogs: readonly Route[] = [
  route({
    method: 'GET',
    path: '/containers/{id}/logs',
    query: querySchema,
    body: none,
    docs: 'Container/operation/ContainerLogs',
    run: ({ host, param, query }) => logs(host.demand(param('id')), query),
  }),
];
