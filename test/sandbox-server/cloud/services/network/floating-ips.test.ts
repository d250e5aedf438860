import { describe, expect, it } from 'vitest';
import { connectedNetwork, neutronError, openNetworkCloud } from '../../../../fakes/network-cloud.ts';

const withPort = async () => {
  const parts = await openNetworkCloud();
  const made = await connectedNetwork(parts.ana, parts.publicNetwork);
  const port = await parts.ana.make('ports', 'port', { network_id: made.network.id });
  return { ...parts, ...made, port };
};

describe('floating IPs', () => {
  it('come from the public network and lead nowhere at first', async () => {
    const { ana, publicNetwork } = await withPort();
    expect(await ana.make('floatingips', 'floatingip', { floating_network_id: publicNetwork })).toMatchObject(
      {
        floating_ip_address: '203.0.113.3',
        status: 'DOWN',
        port_id: null,
        fixed_ip_address: null,
        router_id: null,
        port_details: null,
      },
    );
  });

  it('lead to a port through its router, until they are told not to', async () => {
    const { ana, publicNetwork, port, router } = await withPort();
    const { id } = await ana.make('floatingips', 'floatingip', { floating_network_id: publicNetwork });
    const set = await ana.ask('PUT', `floatingips/${id}`, { floatingip: { port_id: port.id } });
    expect(set.body).toMatchObject({
      floatingip: { status: 'ACTIVE', port_id: port.id, fixed_ip_address: '10.0.0.2', router_id: router.id },
    });
    const described = await ana.ask('PUT', `floatingips/${id}`, { floatingip: { description: 'web' } });
    expect(described.body).toMatchObject({ floatingip: { description: 'web', port_id: port.id } });
    const cleared = await ana.ask('PUT', `floatingips/${id}`, { floatingip: { port_id: null } });
    expect(cleared.body).toMatchObject({
      floatingip: { status: 'DOWN', port_id: null, fixed_ip_address: null, router_id: null },
    });
  });

  it('need a router between the port and the public network, and are not made without', async () => {
    const { ana, publicNetwork } = await withPort();
    const network = await ana.make('networks', 'network', {});
    const wanted = { network_id: network.id, ip_version: 4, cidr: '10.5.0.0/24' };
    const subnet = await ana.make('subnets', 'subnet', wanted);
    const port = await ana.make('ports', 'port', { network_id: network.id });
    const floatingip = { floating_network_id: publicNetwork, port_id: port.id };
    const words = `External network ${publicNetwork} is not reachable from subnet ${subnet.id}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`;
    expect(await ana.ask('POST', 'floatingips', { floatingip })).toEqual({
      status: 404,
      body: neutronError('ExternalGatewayForFloatingIPNotFound', words),
    });
    expect((await ana.ask('GET', 'floatingips')).body).toEqual({ floatingips: [] });
  });

  it('are one to a fixed address', async () => {
    const { ana, publicNetwork, port } = await withPort();
    const floatingip = { floating_network_id: publicNetwork, port_id: port.id };
    await ana.make('floatingips', 'floatingip', floatingip);
    const { status, body } = await ana.ask('POST', 'floatingips', { floatingip });
    expect([status, Object(body).NeutronError.type]).toEqual([409, 'FloatingIPPortAlreadyAssociated']);
  });

  it('do not lead to the ports of others', async () => {
    const { ben, publicNetwork, port } = await withPort();
    const floatingip = { floating_network_id: publicNetwork, port_id: port.id };
    expect((await ben.ask('POST', 'floatingips', { floatingip })).status).toBe(404);
  });

  it('are freed when their port goes', async () => {
    const { ana, publicNetwork, port } = await withPort();
    const { id } = await ana.make('floatingips', 'floatingip', {
      floating_network_id: publicNetwork,
      port_id: port.id,
    });
    await ana.ask('DELETE', `ports/${port.id}`);
    expect((await ana.ask('GET', `floatingips/${id}`)).body).toMatchObject({
      floatingip: { status: 'DOWN', port_id: null },
    });
  });

  it('are ten to a project, and their addresses come back', async () => {
    const { ana, admin, publicNetwork } = await withPort();
    const floatingip = { floating_network_id: publicNetwork };
    const ids: string[] = [];
    for (let count = 0; count < 10; count += 1) {
      ids.push((await ana.make('floatingips', 'floatingip', floatingip)).id);
    }
    expect(await ana.ask('POST', 'floatingips', { floatingip })).toEqual({
      status: 409,
      body: neutronError('OverQuota', "Quota exceeded for resources: ['floatingip']."),
    });
    for (const id of ids) expect((await ana.ask('DELETE', `floatingips/${id}`)).status).toBe(204);
    const held = await admin.ask('GET', 'ports?device_owner=network:floatingip');
    expect(held.body).toEqual({ ports: [] });
  });

  it.each([
    [
      {},
      400,
      'HTTPBadRequest',
      "Failed to parse request. Required attribute 'floating_network_id' not specified",
    ],
    [
      { floating_network_id: '00000000-0000-0000-0000-000000000000' },
      404,
      'NetworkNotFound',
      'Network 00000000-0000-0000-0000-000000000000 could not be found.',
    ],
  ])('refuse %j', async (floatingip, status, type, message) => {
    const { ana } = await openNetworkCloud();
    expect(await ana.ask('POST', 'floatingips', { floatingip })).toEqual({
      status,
      body: neutronError(type, message),
    });
  });
});
