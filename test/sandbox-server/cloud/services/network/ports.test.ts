import { describe, expect, it } from 'vitest';
import { connectedNetwork, neutronError, openNetworkCloud } from '../../../../fakes/network-cloud.ts';

const withSubnet = async () => {
  const parts = await openNetworkCloud();
  const network = await parts.ana.make('networks', 'network', {});
  const wanted = { network_id: network.id, ip_version: 4, cidr: '10.9.0.0/29' };
  return { ...parts, network, subnet: await parts.ana.make('subnets', 'subnet', wanted) };
};

describe('ports', () => {
  it('get a card, an address and the default group', async () => {
    const { ana, network, subnet } = await withSubnet();
    const port = await ana.make('ports', 'port', { network_id: network.id, name: 'p' });
    expect(port).toMatchObject({
      mac_address: expect.stringMatching(/^fa:16:3e(:[0-9a-f]{2}){3}$/),
      fixed_ips: [{ subnet_id: subnet.id, ip_address: '10.9.0.2' }],
      status: 'DOWN',
      device_id: '',
      device_owner: '',
      port_security_enabled: true,
    });
    const groups = await ana.ask('GET', 'security-groups?name=default&fields=id');
    expect(groups.body).toEqual({ security_groups: [{ id: Object(port).security_groups[0] }] });
  });

  it('never share an address, and say when none is left', async () => {
    const { ana, network } = await withSubnet();
    const addresses = new Set<string>();
    for (let count = 0; count < 5; count += 1) {
      const port = await ana.make('ports', 'port', { network_id: network.id });
      addresses.add(Object(port).fixed_ips[0].ip_address);
    }
    expect([...addresses]).toEqual(['10.9.0.2', '10.9.0.3', '10.9.0.4', '10.9.0.5', '10.9.0.6']);
    expect(await ana.ask('POST', 'ports', { port: { network_id: network.id } })).toEqual({
      status: 409,
      body: neutronError(
        'IpAddressGenerationFailure',
        `No more IP addresses available on network ${network.id}.`,
      ),
    });
  });

  it('refuse an address that is taken, and one that is elsewhere', async () => {
    const { ana, network, subnet } = await withSubnet();
    const at = (ip_address: string) => ({
      port: { network_id: network.id, fixed_ips: [{ subnet_id: subnet.id, ip_address }] },
    });
    expect((await ana.ask('POST', 'ports', at('10.9.0.5'))).status).toBe(201);
    expect(await ana.ask('POST', 'ports', at('10.9.0.5'))).toEqual({
      status: 409,
      body: neutronError(
        'IpAddressAlreadyAllocated',
        `IP address 10.9.0.5 already allocated in subnet ${subnet.id}`,
      ),
    });
    for (const wrong of ['10.99.0.5', '10.9.0.0', '10.9.0.7']) {
      expect(await ana.ask('POST', 'ports', at(wrong))).toEqual({
        status: 400,
        body: neutronError(
          'InvalidIpForSubnet',
          `IP address ${wrong} is not a valid IP for the specified subnet.`,
        ),
      });
    }
  });

  it('are ACTIVE when the cloud has bound them to a server', async () => {
    const { ana, admin, network } = await withSubnet();
    const port = await ana.make('ports', 'port', { network_id: network.id });
    const bound = { device_id: 'server', device_owner: 'compute:nova', 'binding:host_id': 'host' };
    expect((await ana.ask('PUT', `ports/${port.id}`, { port: bound })).status).toBe(403);
    expect((await admin.ask('PUT', `ports/${port.id}`, { port: bound })).body).toMatchObject({
      port: { status: 'ACTIVE', 'binding:vif_type': 'ovs' },
    });
  });

  it('may not make themselves part of the router of another', async () => {
    const { ana, ben, publicNetwork, network } = await withSubnet();
    const { router } = await connectedNetwork(ben, publicNetwork);
    const port = { network_id: network.id, device_id: router.id, device_owner: 'network:router_interface' };
    const { status, body } = await ana.ask('POST', 'ports', { port });
    expect([status, Object(body).NeutronError.type]).toEqual([409, 'DeviceIDNotOwnedByTenant']);
  });

  it('are not for a public network, nor with the groups of others', async () => {
    const { ana, ben, publicNetwork, network } = await withSubnet();
    expect((await ana.ask('POST', 'ports', { port: { network_id: publicNetwork } })).status).toBe(404);
    const group = await ben.make('security-groups', 'security_group', { name: 'web' });
    const port = { network_id: network.id, security_groups: [group.id] };
    expect(await ana.ask('POST', 'ports', { port })).toEqual({
      status: 404,
      body: neutronError('SecurityGroupNotFound', `Security group ${group.id} does not exist`),
    });
  });

  it('of routers go with the router only', async () => {
    const { ana, publicNetwork } = await withSubnet();
    const { router } = await connectedNetwork(ana, publicNetwork);
    const { body } = await ana.ask('GET', `ports?device_id=${router.id}`);
    const [port] = Object(body).ports;
    const words = `Port ${port.id} cannot be deleted directly via the port API: has device owner network:router_interface.`;
    expect(await ana.ask('DELETE', `ports/${port.id}`)).toEqual({
      status: 409,
      body: neutronError('ServicePortInUse', words),
    });
  });

  it('are found by their address', async () => {
    const { ana, network } = await withSubnet();
    await ana.make('ports', 'port', { network_id: network.id, name: 'first' });
    await ana.make('ports', 'port', { network_id: network.id, name: 'second' });
    const found = await ana.ask('GET', 'ports?fixed_ips=ip_address=10.9.0.3&fields=name');
    expect(found.body).toEqual({ ports: [{ name: 'second' }] });
  });
});
