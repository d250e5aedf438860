import { describe, expect, it } from 'vitest';
import type { Hosts } from '../../../../sandbox-server/machines/network/hosts.ts';
import type { Topology } from '../../../../sandbox-server/machines/network/topology.ts';
import { trace } from '../../../../sandbox-server/machines/network/trace.ts';
import type { Question } from '../../../../sandbox-server/machines/network/walk.ts';
import {
  card,
  floatingTo,
  gate,
  group,
  legOf,
  outward,
  privateSubnet,
  rule,
  smallCloud,
} from '../../../fakes/topology.ts';

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

const ask = (topology: Topology, question: Partial<Question>) =>
  trace(topology, hosts, { from: { machine: 'db' }, to: '10.0.0.5', port: 80, protocol: 'tcp', ...question });

const lastOf = (found: ReturnType<typeof ask>) => {
  const last = found.steps.at(-1);
  return [found.ending.outcome, last?.at, last?.verdict, last?.reason];
};

describe('a packet on one subnet', () => {
  it('passes the groups of both ends and reaches who listens', () => {
    const found = ask(smallCloud(), {});
    expect(found.ending).toEqual({ outcome: 'reached', arrival: { machine: 'app', address: '10.0.0.5' } });
    expect(found.steps.map((step) => [step.at, step.reason])).toEqual([
      ['machine', 'leaves'],
      ['group', 'rule-out'],
      ['group', 'rule-in'],
      ['listener', 'listens'],
    ]);
    expect(found.steps.map((step) => step.sentence)).toEqual([
      'db sends TCP port 80 for 10.0.0.5 from its address 10.0.0.6, on subnet private-subnet.',
      'Security group open lets it out: egress any protocol to 0.0.0.0/0.',
      'Security group open lets it in: ingress TCP 80 from 0.0.0.0/0.',
      'On app somebody listens on TCP port 80: the connection stands.',
    ]);
  });

  it('is dropped in silence when no rule lets it in, and the step names the groups', () => {
    const found = ask(smallCloud(), { port: 22 });
    expect(lastOf(found)).toEqual(['silent', 'group', 'dropped', 'no-rule-in']);
    expect(found.steps.at(-1)?.sentence).toBe(
      'No rule of security group open lets TCP port 22 in from 10.0.0.6: the packet is dropped, and nobody is told.',
    );
  });

  it('is dropped when no rule lets it out', () => {
    const shut = smallCloud({ groups: [group('open', rule())] });
    expect(lastOf(ask(shut, {}))).toEqual(['silent', 'group', 'dropped', 'no-rule-out']);
  });

  it('is refused where nobody listens, or only the machine itself is listened to', () => {
    const wide = smallCloud({ groups: [group('open', outward, rule({ first: 1, last: 9999 }))] });
    expect(lastOf(ask(wide, { port: 81 }))).toEqual(['refused', 'listener', 'refused', 'nobody-listens']);
    expect(lastOf(ask(wide, { port: 5000 }))).toEqual([
      'refused',
      'listener',
      'refused',
      'listens-elsewhere',
    ]);
  });

  it('finds nobody at a free address, at a machine that is off, and at a port that no machine has', () => {
    const ports = [...smallCloud().ports, card('off', '10.0.0.7'), card('ghost', '10.0.0.8')];
    const cloud = smallCloud({ ports });
    expect(lastOf(ask(cloud, { to: '10.0.0.99' }))).toEqual([
      'unreachable',
      'network',
      'dropped',
      'nobody-there',
    ]);
    expect(lastOf(ask(cloud, { to: '10.0.0.7' }))).toEqual([
      'unreachable',
      'machine',
      'dropped',
      'machine-off',
    ]);
    expect(lastOf(ask(cloud, { to: '10.0.0.8' }))).toEqual(['unreachable', 'port', 'dropped', 'no-machine']);
  });

  it('needs no rule to come from the machine itself', () => {
    const shut = smallCloud({ groups: [] });
    for (const to of ['127.0.0.1', '10.0.0.6']) {
      expect(lastOf(ask(shut, { to }))).toEqual(['reached', 'listener', 'passed', 'listens']);
    }
    expect(lastOf(ask(shut, { to: '127.0.0.1', port: 5000 }))).toEqual([
      'reached',
      'listener',
      'passed',
      'listens',
    ]);
  });

  it('passes where port security is off, and nowhere where a port has no group', () => {
    const [app, ...others] = smallCloud().ports;
    if (!app) throw new Error('no port');
    const free = smallCloud({
      ports: [{ ...app, secured: false, groups: [] }, ...others],
      groups: [group('open', outward)],
    });
    expect(ask(free, { port: 80 }).ending.outcome).toBe('reached');
    const none = smallCloud({ ports: [{ ...app, groups: [] }, ...others] });
    expect(lastOf(ask(none, {}))).toEqual(['silent', 'port', 'dropped', 'no-group']);
  });

  it('stops at a port, a network or a router that is switched off', () => {
    const [app, ...others] = smallCloud().ports;
    const [net, outer] = smallCloud().networks;
    if (!app || !net || !outer) throw new Error('no port');
    const down = smallCloud({ ports: [{ ...app, up: false }, ...others] });
    expect(lastOf(ask(down, {}))).toEqual(['silent', 'port', 'dropped', 'card-off']);
    const dark = smallCloud({ networks: [{ ...net, up: false }, outer] });
    expect(lastOf(ask(dark, {}))).toEqual(['silent', 'network', 'dropped', 'network-off']);
    const closed = smallCloud({ routers: [{ ...gate, up: false }] });
    expect(lastOf(ask(closed, { from: 'outside', to: '203.0.113.10' }))).toEqual([
      'silent',
      'router',
      'dropped',
      'router-off',
    ]);
  });
});

describe('a rule', () => {
  const fromMembers = rule({ remoteGroup: 'friends' });
  const cloud = (...rules: Parameters<typeof group>[1][]) =>
    smallCloud({
      ports: [
        card('app', '10.0.0.5', { groups: ['web'] }),
        card('db', '10.0.0.6', { groups: ['friends'] }),
        legOf('gate', 'net', 'sub', '10.0.0.1'),
      ],
      groups: [group('web', ...rules), group('friends', outward)],
    });

  it('with a remote group lets its members in, by their own addresses alone', () => {
    expect(ask(cloud(fromMembers), {}).ending.outcome).toBe('reached');
    expect(ask(cloud(fromMembers), { to: '203.0.113.10' }).ending.outcome).toBe('silent');
    expect(ask(cloud(rule({ remoteGroup: 'web' })), {}).ending.outcome).toBe('silent');
  });

  it.each([
    ['10.0.0.6/32', 'reached'],
    ['10.0.0.0/24', 'reached'],
    ['10.0.0.5/32', 'silent'],
    ['::/0', 'silent'],
  ])('with the remote prefix %s: %s', (remotePrefix, outcome) => {
    expect(ask(cloud(rule({ remotePrefix })), {}).ending.outcome).toBe(outcome);
  });

  it.each([
    [rule({ protocol: null, first: null, last: null }), 'reached'],
    [rule({ protocol: '6' }), 'reached'],
    [rule({ protocol: 'udp' }), 'silent'],
    [rule({ first: 79, last: 81 }), 'reached'],
    [rule({ first: 81, last: 90 }), 'silent'],
    [rule({ first: null, last: null }), 'reached'],
    [rule({ direction: 'egress' }), 'silent'],
    [rule({ family: 'IPv6' }), 'silent'],
  ])('%j: %s', (given, outcome) => {
    expect(ask(cloud(given), {}).ending.outcome).toBe(outcome);
  });

  it.each([
    [rule({ protocol: 'icmp', first: null, last: null }), 'reached'],
    [rule({ protocol: 'icmp', first: 8, last: 0 }), 'reached'],
    [rule({ protocol: '1', first: 8, last: null }), 'reached'],
    [rule({ protocol: 'icmp', first: 0, last: 0 }), 'silent'],
    [rule(), 'silent'],
  ])('for pings, %j: %s', (given, outcome) => {
    expect(ask(cloud(given), { port: null, protocol: 'icmp' }).ending.outcome).toBe(outcome);
  });
});

describe('a packet from the internet', () => {
  const outside = { from: 'outside', to: '203.0.113.10' } as const;

  it('reaches a server by its floating IP, under the address of the internet', () => {
    const found = ask(smallCloud(), outside);
    expect(found.ending).toEqual({ outcome: 'reached', arrival: { machine: 'app', address: '10.0.0.5' } });
    expect(found.source).toBe('198.51.100.7');
    expect(found.steps.map((step) => step.reason)).toEqual([
      'outside-sends',
      'floating-translates',
      'rule-in',
      'listens',
    ]);
  });

  it('is let in or not by where it comes from', () => {
    const near = smallCloud({ groups: [group('open', outward, rule({ remotePrefix: '10.0.0.0/8' }))] });
    expect(lastOf(ask(near, outside))).toEqual(['silent', 'group', 'dropped', 'no-rule-in']);
    const known = smallCloud({ groups: [group('open', outward, rule({ remotePrefix: '198.51.100.0/24' }))] });
    expect(ask(known, outside).ending.outcome).toBe('reached');
  });

  it('finds no way to private addresses, free floating IPs and addresses that nobody has', () => {
    const free = {
      ...floatingTo('203.0.113.11', 'app', '10.0.0.5'),
      port: null,
      fixedAddress: null,
      router: null,
    };
    const cloud = smallCloud({ floatingIps: [free] });
    expect(lastOf(ask(cloud, { ...outside, to: '10.0.0.5' }))[3]).toBe('outside-private');
    expect(lastOf(ask(cloud, { ...outside, to: '203.0.113.11' }))[3]).toBe('floating-free');
    expect(lastOf(ask(cloud, { ...outside, to: '203.0.113.99' }))[3]).toBe('nobody-there');
  });
});

describe('a packet that leaves its subnet', () => {
  it('goes out by the router, under the floating IP of its sender or else under the router’s address', () => {
    const out = { to: '192.0.2.10', port: 443 };
    const found = ask(smallCloud(), out);
    expect(found.ending).toEqual({ outcome: 'reached', arrival: { outside: '192.0.2.10' } });
    expect(found.source).toBe('203.0.113.2');
    expect(ask(smallCloud(), { ...out, from: { machine: 'app' } }).source).toBe('203.0.113.10');
    expect(lastOf(ask(smallCloud(), { to: '192.0.2.10', port: 25 }))[3]).toBe('outside-refuses');
    expect(lastOf(ask(smallCloud(), { to: '192.0.2.99' }))[3]).toBe('outside-silent');
  });

  it.each<[string, Partial<Topology>, string]>([
    ['no gateway on the subnet', { subnets: [{ ...privateSubnet, gateway: null }] }, 'no-gateway'],
    ['no router at the gateway', { ports: [card('db', '10.0.0.6')] }, 'gateway-missing'],
    ['a router without a gateway', { routers: [{ ...gate, gateway: null }] }, 'router-no-gateway'],
    ['no card', { ports: [] }, 'no-card'],
  ])('has no way out with %s', (_, change, reason) => {
    const found = ask(smallCloud(change), { to: '192.0.2.10', port: 443 });
    expect([found.ending.outcome, found.steps.at(-1)?.reason]).toEqual(['unreachable', reason]);
  });

  const twoSubnets = (gateway: string | null = '10.1.0.1') =>
    smallCloud({
      networks: [
        ...smallCloud().networks,
        { id: 'net2', name: 'back', project: 'p', external: false, up: true },
      ],
      subnets: [
        ...smallCloud().subnets,
        { id: 'sub2', name: 'back-subnet', network: 'net2', cidr: '10.1.0.0/24', gateway, routes: [] },
      ],
      ports: [
        ...smallCloud().ports,
        card('store', '10.1.0.5', { network: 'net2', addresses: [{ address: '10.1.0.5', subnet: 'sub2' }] }),
        legOf('gate', 'net2', 'sub2', '10.1.0.1'),
      ],
    });

  it('is carried by the router to another of its subnets, and keeps its address', () => {
    const found = ask(twoSubnets(), { to: '10.1.0.5' });
    expect(found.ending.outcome).toBe('reached');
    expect(found.source).toBe('10.0.0.6');
    expect(found.steps.map((step) => step.reason)).toContain('router-forwards');
  });

  it('gets no answer from a subnet without a gateway', () => {
    expect(lastOf(ask(twoSubnets(null), { to: '10.1.0.5' }))).toEqual([
      'silent',
      'machine',
      'dropped',
      'no-way-back',
    ]);
  });

  it('finds the router itself, which answers pings and nothing else', () => {
    const ping = { port: null, protocol: 'icmp' } as const;
    expect(ask(smallCloud(), { ...ping, to: '10.0.0.1' }).ending).toEqual({
      outcome: 'reached',
      arrival: { router: 'gate' },
    });
    expect(lastOf(ask(smallCloud(), { to: '10.0.0.1' }))).toEqual([
      'refused',
      'router',
      'refused',
      'router-refuses',
    ]);
  });

  it('is given up when routers send it in a circle', () => {
    const route = (nextHop: string) => [{ destination: '10.9.0.0/16', nextHop }];
    const cloud = smallCloud({
      routers: [
        { ...gate, routes: route('10.0.0.2') },
        { ...gate, id: 'other', routes: route('10.0.0.1') },
      ],
      ports: [...smallCloud().ports, legOf('other', 'net', 'sub', '10.0.0.2')],
    });
    expect(lastOf(ask(cloud, { to: '10.9.0.1' }))).toEqual(['silent', 'router', 'dropped', 'router-loop']);
  });
});

describe('two projects with the same addresses', () => {
  const both = smallCloud({
    networks: [
      ...smallCloud().networks,
      { id: 'twin', name: 'twin', project: 'q', external: false, up: true },
    ],
    subnets: [
      ...smallCloud().subnets,
      { id: 'sub-twin', name: '', network: 'twin', cidr: '10.0.0.0/24', gateway: '10.0.0.1', routes: [] },
    ],
    ports: [
      ...smallCloud().ports,
      card('other', '10.0.0.5', {
        network: 'twin',
        addresses: [{ address: '10.0.0.5', subnet: 'sub-twin' }],
      }),
      card('asker', '10.0.0.77', {
        network: 'twin',
        addresses: [{ address: '10.0.0.77', subnet: 'sub-twin' }],
      }),
    ],
  });

  it('never reach each other', () => {
    expect(ask(both, {}).ending).toMatchObject({ arrival: { machine: 'app' } });
    expect(ask(both, { from: { machine: 'asker' } }).ending).toMatchObject({ arrival: { machine: 'other' } });
    expect(lastOf(ask(both, { from: { machine: 'asker' }, to: '10.0.0.6' }))[3]).toBe('nobody-there');
  });
});

it('asks for an address, not for a name', () => {
  expect(() => ask(smallCloud(), { to: 'app' })).toThrow(RangeError);
});
