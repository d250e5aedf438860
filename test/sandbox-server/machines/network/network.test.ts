import { beforeEach, describe, expect, it } from 'vitest';
import { ConnectionRefused, NoRoute, TimedOut } from '../../../../sandbox-server/machines/network/errors.ts';
import { VirtualNetwork } from '../../../../sandbox-server/machines/network/network.ts';
import type { HttpService } from '../../../../sandbox-server/machines/network/service.ts';
import type { Topology } from '../../../../sandbox-server/machines/network/topology.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { group, outward, rule, smallCloud } from '../../../fakes/topology.ts';

const page: HttpService = {
  kind: 'http',
  fetch: async (request, from) => new Response(`${new URL(request.url).pathname} for ${from}`),
};
const toApp = { from: 'outside', to: '203.0.113.10', port: 80 } as const;
const shut = smallCloud({ groups: [group('open', outward)] });

let topology: Topology;
let clock: ManualClock;
let network: VirtualNetwork;

beforeEach(() => {
  topology = smallCloud();
  clock = new ManualClock();
  network = new VirtualNetwork({ topology: () => topology, clock });
  network.plug('app', { hostname: 'app-controller' });
  network.plug('db', { hostname: 'app-db' });
});

/** Lets all that is ready go on, and then time pass, until `outcome` is settled. */
async function settle<T>(outcome: Promise<T>): Promise<T> {
  const done = outcome.then(
    () => true,
    () => true,
  );
  const turn = (): Promise<boolean> => new Promise((resolve) => setImmediate(() => resolve(false)));
  while (!(await Promise.race([done, turn()]))) clock.advance(1000);
  return outcome;
}

describe('a connection', () => {
  it('gives the service that listens, which is told who calls', async () => {
    network.listen('app', 80, page);
    const connection = await network.connect(toApp);
    if (connection.kind !== 'http') throw new Error('not a web server');
    const response = await connection.fetch(new Request('http://203.0.113.10/v1/fractal'));
    expect(await response.text()).toBe('/v1/fractal for 198.51.100.7');
  });

  it('is refused at once where nobody listens', async () => {
    const refused = network.connect(toApp);
    await expect(refused).rejects.toThrow(ConnectionRefused);
    await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('hears nothing for its whole timeout when a rule is missing', async () => {
    network.listen('app', 80, page);
    topology = shut;
    const start = clock.now();
    await expect(settle(network.connect(toApp))).rejects.toThrow(TimedOut);
    expect(clock.now() - start).toBe(30_000);
    await expect(settle(network.connect({ ...toApp, timeout: 5000 }))).rejects.toThrow('within 5 s');
    expect(clock.now() - start).toBe(35_000);
  });

  it('comes through when the rule is added while it knocks', async () => {
    network.listen('app', 80, page);
    topology = shut;
    const start = clock.now();
    const knocking = network.connect(toApp);
    topology = smallCloud();
    expect(await settle(knocking)).toMatchObject({ kind: 'http', from: '198.51.100.7' });
    expect(clock.now() - start).toBe(1000);
  });

  it('goes by the rules as they are now', async () => {
    network.listen('app', 80, page);
    await network.connect(toApp);
    topology = shut;
    await expect(settle(network.connect(toApp))).rejects.toThrow(TimedOut);
  });

  it('is told after a while that a machine is off', async () => {
    network.listen('app', 80, page);
    network.unplug('app');
    await expect(settle(network.connect(toApp))).rejects.toThrow(NoRoute);
    network.plug('app', { hostname: 'app-controller' });
    await expect(network.connect(toApp)).rejects.toThrow(ConnectionRefused);
  });

  it('is told at once that there is no way', async () => {
    await expect(network.connect({ from: 'outside', to: '10.0.0.5', port: 80 })).rejects.toMatchObject({
      code: 'ENETUNREACH',
    });
  });

  it('ends with the reason of its signal', async () => {
    topology = shut;
    const controller = new AbortController();
    const knocking = network.connect({ ...toApp, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(knocking).rejects.toThrow('enough');
    await expect(network.connect({ ...toApp, signal: controller.signal })).rejects.toThrow('enough');
  });

  it('goes out to a host on the internet by its name', async () => {
    network.addOutsideHost({ names: ['opendev.org'], address: '192.0.2.10', services: { 443: page } });
    const from = { machine: 'db' };
    const to = network.resolve(from, 'opendev.org');
    expect(await network.connect({ from, to, port: 443 })).toMatchObject({
      kind: 'http',
      from: '203.0.113.2',
    });
    await expect(network.connect({ from, to, port: 80 })).rejects.toThrow(ConnectionRefused);
  });
});

describe('a ping', () => {
  it('is answered where a rule lets it in', async () => {
    topology = smallCloud({
      groups: [group('open', outward, rule({ protocol: 'icmp', first: null, last: null }))],
    });
    await network.ping({ from: { machine: 'db' }, to: '10.0.0.5' });
    topology = shut;
    await expect(settle(network.ping({ from: { machine: 'db' }, to: '10.0.0.5' }))).rejects.toThrow(TimedOut);
  });
});

describe('a listener', () => {
  it('has its port alone', () => {
    const first = network.listen('app', 80, page);
    expect(() => network.listen('app', 80, page)).toThrow('Address already in use');
    expect(() => network.listen('app', 80, page, '127.0.0.1')).toThrow('Address already in use');
    network.listen('db', 80, page);
    first.close();
    network.listen('app', 80, page, '127.0.0.1');
    expect(network.listeners('app')).toEqual([{ address: '127.0.0.1', port: 80, kind: 'http' }]);
  });

  it('needs a machine that is on', () => {
    network.unplug('app');
    expect(() => network.listen('app', 80, page)).toThrow('not running');
    expect(() => network.listen('nobody', 80, page)).toThrow('not running');
  });

  it('on 127.0.0.1 is for its machine alone', async () => {
    network.listen('app', 80, page, '127.0.0.1');
    await expect(network.connect({ from: { machine: 'db' }, to: '10.0.0.5', port: 80 })).rejects.toThrow(
      ConnectionRefused,
    );
    const own = await network.connect({ from: { machine: 'app' }, to: '127.0.0.1', port: 80 });
    expect(own).toMatchObject({ from: '127.0.0.1' });
  });

  it('for metadata is seen by its machine, beside a web server', async () => {
    const metadata: HttpService = { kind: 'http', fetch: async () => new Response('metadata') };
    network.listen('app', 80, page);
    network.listen('app', 80, metadata, '169.254.169.254');
    const to = { to: '169.254.169.254', port: 80 };
    const connection = await network.connect({ from: { machine: 'app' }, ...to });
    if (connection.kind !== 'http') throw new Error('not a web server');
    expect(await (await connection.fetch(new Request('http://169.254.169.254/'))).text()).toBe('metadata');
    await expect(network.connect({ from: { machine: 'db' }, ...to })).rejects.toThrow(ConnectionRefused);
  });
});

describe('a name', () => {
  const from = { machine: 'db' };

  it('of a neighbour is known on the network that is shared, with or without its domain', () => {
    expect(network.resolve(from, 'app-controller')).toBe('10.0.0.5');
    expect(network.resolve(from, 'APP-controller.openstacklocal')).toBe('10.0.0.5');
    expect(network.resolve(from, 'localhost')).toBe('127.0.0.1');
    expect(network.resolve(from, '10.9.9.9')).toBe('10.9.9.9');
    expect(() => network.resolve('outside', 'app-controller')).toThrow(
      'Could not resolve host: app-controller',
    );
  });

  it('is forgotten with its machine, not when the machine is off', () => {
    network.unplug('app');
    expect(network.resolve(from, 'app-controller')).toBe('10.0.0.5');
    network.forget('app');
    expect(() => network.resolve(from, 'app-controller')).toThrow('Could not resolve');
  });

  it('of the internet is known where a way leads out', () => {
    network.addOutsideHost({ names: ['opendev.org'], address: '192.0.2.10', services: {} });
    expect(network.resolve(from, 'opendev.org')).toBe('192.0.2.10');
    topology = smallCloud({ routers: [] });
    expect(() => network.resolve(from, 'opendev.org')).toThrow('Could not resolve host: opendev.org');
    expect(network.resolve('outside', 'opendev.org')).toBe('192.0.2.10');
  });
});
