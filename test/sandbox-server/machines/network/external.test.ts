import { describe, expect, it } from 'vitest';
import { floatingTo, group, outward, rule, smallCloud } from '../../../fakes/topology.ts';
import { ask, lastOf } from './ask.ts';

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
