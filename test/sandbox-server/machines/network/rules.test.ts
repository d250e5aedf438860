import { describe, expect, it } from 'vitest';
import { card, group, legOf, outward, rule, smallCloud } from '../../../fakes/topology.ts';
import { ask } from './ask.ts';

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
