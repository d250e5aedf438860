import type { Hosts } from './hosts.ts';
import type { Packet, Protocol } from './rules.ts';
import { askGroups } from './rules.ts';
import { type Reason, sentenceOf } from './sentences.ts';
import type { GroupView, PortView, RuleView } from './topology.ts';
import type { TopologyIndex } from './topology-index.ts';

/** What is asked: does a packet from here get there? */
export interface Question {
  readonly from: Origin;
  /** An IP address; names are resolved before. */
  readonly to: string;
  /** Null for a ping. */
  readonly port: number | null;
  readonly protocol: Protocol;
}

/** A machine of the cloud, or anybody on the internet. */
export type Origin = { readonly machine: string } | 'outside';

/** What becomes of a packet at one place: `refused` tells its sender, `dropped` does not. */
export type Verdict = 'passed' | 'dropped' | 'refused';

/** The kind of thing that a step happens at, for whoever draws it. */
export type StepPlace =
  | 'outside'
  | 'machine'
  | 'port'
  | 'group'
  | 'network'
  | 'router'
  | 'floating-ip'
  | 'listener';

/** One thing that the packet comes to, and what becomes of it there. */
export interface TraceStep {
  readonly at: StepPlace;
  /** The id of that thing in the cloud; null for what the cloud does not know, such as the internet. */
  readonly id: string | null;
  readonly name: string;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** The words that the sentence is made of. */
  readonly facts: Readonly<Record<string, string>>;
  readonly sentence: string;
}

/** Whom the packet reached. */
export type Arrival =
  | { readonly machine: string; readonly address: string }
  | { readonly outside: string }
  | { readonly router: string };

/** How it ended. `silent`: the sender hears nothing; `host` and `network`: what it is told to be unreachable. */
export type Ending =
  | { readonly outcome: 'reached'; readonly arrival: Arrival }
  | { readonly outcome: 'refused' | 'silent' }
  | { readonly outcome: 'unreachable'; readonly reach: 'host' | 'network' };

/** Something that a packet comes to. */
export interface Place {
  readonly at: StepPlace;
  readonly id: string | null;
  readonly name: string;
}

/** The address under which callers from the internet come; nobody's, as RFC 5737 sets its block apart. */
const OUTSIDE_ADDRESS = '198.51.100.7';

const whatOf = ({ protocol, port }: Question): string =>
  port === null ? 'a ping' : `${protocol.toUpperCase()} port ${port}`;

/** A packet under way: where it has been, and what it looks like by now. */
export class Walk {
  readonly index: TopologyIndex;
  readonly hosts: Hosts;
  readonly question: Question;
  readonly steps: TraceStep[] = [];
  /** The sender's address, as it reads by now. */
  source = OUTSIDE_ADDRESS;
  /** The sender's port, for as long as the packet bears that port's own address. */
  sender: PortView | null = null;
  /** Whether a router has carried it: then the answer needs a router too. */
  routed = false;

  constructor(index: TopologyIndex, hosts: Hosts, question: Question) {
    this.index = index;
    this.hosts = hosts;
    this.question = question;
  }

  pass(place: Place, reason: Reason, facts: Record<string, string> = {}): void {
    this.#add(place, 'passed', reason, facts);
  }

  drop(place: Place, reason: Reason, facts: Record<string, string> = {}): Ending {
    this.#add(place, 'dropped', reason, facts);
    return { outcome: 'silent' };
  }

  refuse(place: Place, reason: Reason, facts: Record<string, string> = {}): Ending {
    this.#add(place, 'refused', reason, facts);
    return { outcome: 'refused' };
  }

  unreachable(
    place: Place,
    reason: Reason,
    facts: Record<string, string> = {},
    reach: 'host' | 'network' = 'host',
  ): Ending {
    this.#add(place, 'dropped', reason, facts);
    return { outcome: 'unreachable', reach };
  }

  reach(place: Place, reason: Reason, facts: Record<string, string>, arrival: Arrival): Ending {
    this.#add(place, 'passed', reason, facts);
    return { outcome: 'reached', arrival };
  }

  nameOfMachine(id: string): string {
    return this.hosts.machine(id)?.name ?? id;
  }

  /** Lets the groups of a port look at the packet; gives the ending when they drop it. */
  throughGroups(
    port: PortView,
    direction: 'ingress' | 'egress',
    remote: string,
    remotePort: PortView | null,
  ) {
    const { protocol, port: number } = this.question;
    const packet: Packet = { direction, protocol, port: number, remote, remotePort };
    const verdict = askGroups(this.index, port, packet);
    const way = direction === 'egress' ? 'out' : 'in';
    switch (verdict.why) {
      case 'no-security':
        this.pass(placeOfPort(port), 'no-port-security');
        return undefined;
      case 'rule':
        this.pass(placeOf('group', verdict.group), `rule-${way}`, {
          group: verdict.group.name,
          rule: describeRule(verdict.rule, this.index),
        });
        return undefined;
      case 'no-rule':
        return this.#dropAtGroups(port, verdict.groups, way, remote);
    }
  }

  #dropAtGroups(port: PortView, groups: readonly GroupView[], way: 'in' | 'out', remote: string): Ending {
    const [first] = groups;
    if (!first) return this.drop(placeOfPort(port), 'no-group');
    const names = groups.map((group) => `security group ${group.name}`).join(' and ');
    return this.drop(
      { at: 'group', id: first.id, name: groups.map((group) => group.name).join(', ') },
      `no-rule-${way}`,
      {
        groups: names,
        remote,
      },
    );
  }

  #add(place: Place, verdict: Verdict, reason: Reason, extra: Record<string, string>): void {
    const { question } = this;
    const facts = {
      to: question.to,
      what: whatOf(question),
      protocol: question.protocol,
      port: `${question.port ?? ''}`,
      from: this.source,
      ...extra,
    };
    this.steps.push({ ...place, verdict, reason, facts, sentence: sentenceOf(reason, facts) });
  }
}

/** The place of something that has an id and, maybe, a name. */
export const placeOf = (at: StepPlace, thing: { readonly id: string; readonly name: string }): Place => ({
  at,
  id: thing.id,
  name: thing.name || thing.id,
});

/** A port as a place: by its name, or by its addresses. */
export const placeOfPort = (port: PortView): Place => ({
  at: 'port',
  id: port.id,
  name: port.name || port.addresses.map(({ address }) => address).join(', ') || port.id,
});

/** A rule in a few words: `ingress TCP 80 from 0.0.0.0/0`. */
const describeRule = (rule: RuleView, index: TopologyIndex): string => {
  const range = rule.first === rule.last ? `${rule.first}` : `${rule.first ?? 'any'}-${rule.last ?? 'any'}`;
  const ports = rule.first === null ? '' : ` ${range}`;
  const protocol = rule.protocol === null ? 'any protocol' : rule.protocol.toUpperCase();
  const everybody = rule.family === 'IPv4' ? '0.0.0.0/0' : '::/0';
  const group = rule.remoteGroup === null ? undefined : index.group(rule.remoteGroup);
  const remote =
    rule.remoteGroup === null ? (rule.remotePrefix ?? everybody) : `group ${group?.name ?? rule.remoteGroup}`;
  return `${rule.direction} ${protocol}${ports} ${rule.direction === 'ingress' ? 'from' : 'to'} ${remote}`;
};
