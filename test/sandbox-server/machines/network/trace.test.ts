import { describe, expect, it } from 'vitest';
import { card, gate, group, outward, rule, smallCloud } from '../../../fakes/topology.ts';
import { ask, lastOf } from './ask.ts';

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
