import { describe, expect, it } from 'vitest';
import { topologyOfCloud } from '../../sandbox-server/cloud/services/network/network-service.ts';
import { VirtualNetwork } from '../../sandbox-server/machines/network/network.ts';
import { connectedNetwork, openNetworkCloud } from '../fakes/network-cloud.ts';

/** Ana's server `web`, bound to a port with a floating IP, in a group that lets TCP port 80 in. */
async function servedCloud() {
  const parts = await openNetworkCloud();
  const { ana, admin, cloud, clock, publicNetwork } = parts;
  const made = await connectedNetwork(ana, publicNetwork);
  const group = await ana.make('security-groups', 'security_group', { name: 'web' });
  const rule = await ana.make('security-group-rules', 'security_group_rule', {
    security_group_id: group.id,
    direction: 'ingress',
    protocol: 'tcp',
    port_range_min: 80,
    port_range_max: 80,
  });
  const port = await ana.make('ports', 'port', { network_id: made.network.id, security_groups: [group.id] });
  const bound = { device_id: 'web', device_owner: 'compute:nova', 'binding:host_id': 'pocket' };
  await admin.ask('PUT', `ports/${port.id}`, { port: bound });
  const floating = await ana.make('floatingips', 'floatingip', {
    floating_network_id: publicNetwork,
    port_id: port.id,
  });
  const network = new VirtualNetwork({ topology: topologyOfCloud(cloud), clock });
  network.plug('web', { hostname: 'web' });
  network.listen('web', 80, { kind: 'text', banner: 'hello' });
  const address = String(floating.floating_ip_address);
  const outcome = (): string =>
    network.trace({ from: 'outside', to: address, port: 80, protocol: 'tcp' }).ending.outcome;
  return { ...parts, ...made, group, rule, port, floating, network, address, outcome };
}

describe('the cloud and the virtual network', () => {
  it('let a caller from the internet reach a server by its floating IP', async () => {
    const { network, address } = await servedCloud();
    expect(await network.connect({ from: 'outside', to: address, port: 80 })).toEqual({
      kind: 'text',
      banner: 'hello',
    });
  });

  it('agree at once on every change', async () => {
    const { ana, rule, port, group, floating, router, outcome } = await servedCloud();
    const seen = [outcome()];
    await ana.ask('DELETE', `security-group-rules/${rule.id}`);
    seen.push(outcome());
    await ana.make('security-group-rules', 'security_group_rule', {
      security_group_id: group.id,
      direction: 'ingress',
      remote_ip_prefix: '198.51.100.0/24',
    });
    seen.push(outcome());
    await ana.ask('PUT', `routers/${router.id}`, { router: { admin_state_up: false } });
    seen.push(outcome());
    await ana.ask('PUT', `routers/${router.id}`, { router: { admin_state_up: true } });
    await ana.ask('PUT', `ports/${port.id}`, { port: { security_groups: [] } });
    seen.push(outcome());
    await ana.ask('PUT', `ports/${port.id}`, { port: { security_groups: [group.id] } });
    seen.push(outcome());
    await ana.ask('PUT', `floatingips/${floating.id}`, { floatingip: { port_id: null } });
    seen.push(outcome());
    expect(seen).toEqual(['reached', 'silent', 'reached', 'silent', 'silent', 'reached', 'unreachable']);
  });

  it('give the same topology until something changes', async () => {
    const { ana, cloud } = await servedCloud();
    const topology = topologyOfCloud(cloud);
    const first = topology();
    await ana.ask('GET', 'ports');
    expect(topology()).toBe(first);
    await ana.make('networks', 'network', {});
    expect(topology()).not.toBe(first);
  });

  it('do not take a port for a card of a server because its owner says so', async () => {
    const { ben, cloud } = await servedCloud();
    const network = await ben.make('networks', 'network', {});
    await ben.make('ports', 'port', {
      network_id: network.id,
      device_id: 'web',
      device_owner: 'compute:nova',
    });
    const cards = topologyOfCloud(cloud)().ports.filter((port) => port.device === 'web');
    expect(cards.map((port) => port.project)).toEqual(['project-ana']);
  });
});
