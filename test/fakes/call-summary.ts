import type { CallSummary } from '../../sandbox-server/protocol/wire.ts';

/** A call to a cloud, as the wire tells of it. */
export const callSummary = (id: number, changes: Partial<CallSummary> = {}): CallSummary => ({
  id,
  client: 'openstacksdk/4.4.0',
  service: 'compute',
  method: 'GET',
  path: '/compute/v2.1/servers',
  status: 200,
  time: '2026-01-01T00:00:00.000Z',
  elapsed: 1,
  ...changes,
});
