import { describe, expect, it } from 'vitest';
import type { Topology } from '../../../../sandbox-server/machines/network/topology.ts';
import { card, gate, legOf, privateSubnet, smallCloud } from '../../../fakes/topology.ts';
import { ask, lastOf } from './ask.ts';

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
