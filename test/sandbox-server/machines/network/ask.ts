import type { Hosts } from '../../../../sandbox-server/machines/network/hosts.ts';
import type { Topology } from '../../../../sandbox-server/machines/network/topology.ts';
import { trace } from '../../../../sandbox-server/machines/network/trace.ts';
import type { Question } from '../../../../sandbox-server/machines/network/walk.ts';

/** All are up; on 80 they listen for everybody, on 5000 for themselves. */
const listening = (port: number): string[] =>
  port === 80 ? ['0.0.0.0'] : port === 5000 ? ['127.0.0.1'] : [];
const hosts: Hosts = {
  machine: (id) => (id === 'ghost' ? undefined : { name: id, up: id !== 'off', listening }),
  outside: (address) =>
    address === '192.0.2.10'
      ? { name: 'opendev.org', up: true, listening: (port) => (port === 443 ? ['0.0.0.0'] : []) }
      : undefined,
};

/** Traces a packet: from `db` to port 80 of 10.0.0.5 where a test says nothing else. */
export const ask = (topology: Topology, question: Partial<Question>) =>
  trace(topology, hosts, { from: { machine: 'db' }, to: '10.0.0.5', port: 80, protocol: 'tcp', ...question });

/** How a trace ended: its outcome, then where, with what verdict and why. */
export const lastOf = (found: ReturnType<typeof ask>) => {
  const last = found.steps.at(-1);
  return [found.ending.outcome, last?.at, last?.verdict, last?.reason];
};
