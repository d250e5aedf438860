import { isAddress } from './addresses.ts';
import { fromOutside } from './external.ts';
import type { Hosts } from './hosts.ts';
import { fromMachine } from './leaving.ts';
import type { Topology } from './topology.ts';
import { indexOf } from './topology-index.ts';
import { type Ending, type Question, type TraceStep, Walk } from './walk.ts';

/** The way of a packet, hop by hop, and how it ended. */
export interface Trace {
  readonly steps: readonly TraceStep[];
  readonly ending: Ending;
  /** The sender's address as the last one on the way saw it. */
  readonly source: string;
}

/**
 * Follows a packet through the cloud as it is in `topology`, with `hosts` for who is up and who listens.
 * Changes nothing, and takes no time.
 * @throws RangeError when `to` is not an IP address.
 */
export const trace = (topology: Topology, hosts: Hosts, question: Question): Trace => {
  if (!isAddress(question.to)) throw new RangeError(`${question.to} is not an IP address`);
  const walk = new Walk(indexOf(topology), hosts, question);
  const ending = question.from === 'outside' ? fromOutside(walk) : fromMachine(walk, question.from.machine);
  return { steps: walk.steps, ending, source: walk.source };
};
