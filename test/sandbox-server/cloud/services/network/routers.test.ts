import { describe, expect, it } from 'vitest';
import { connectedNetwork, neutronError, openNetworkCloud } from '../../../../fakes/network-cloud.ts';

const connected = async () => {
  const parts = await openNetworkCloud();
  return { ...parts, ...(await connectedNetwork(parts.ana, parts.publicNetwork)) };
};

describe('routers', () => {
  it('take the address of the gateway on a subnet, and one on the public network', async () => {
    const { ana, router, subnet, publicNetwork } = await connected();
    expect((await ana.ask('GET', `routers/${router.id}`)).body).toMatchObject({
      router: {
        status: 'ACTIVE',
        external_gateway_info: {
          network_id: publicNetwork,
          enable_snat: true,
          external_fixed_ips: [{ ip_address: '203.0.113.2' }],
        },
      },
    });
    expect((await ana.ask('GET', `ports?device_id=${router.id}`)).body).toMatchObject({
      ports: [
        {
          device_owner: 'network:router_interface',
          status: 'ACTIVE',
          security_groups: [],
          port_security_enabled: false,
          fixed_ips: [{ subnet_id: subnet.id, ip_address: '10.0.0.1' }],
        },
      ],
    });
  });

  it('refuse interfaces that they have, that clash, or that are not said', async () => {
    const { ana, router, subnet } = await connected();
    const path = `routers/${router.id}/add_router_interface`;
    const refusal = (message: string) => ({ status: 400, body: neutronError('BadRequest', message) });
    expect(await ana.ask('PUT', path, { subnet_id: subnet.id })).toEqual(
      refusal(`Bad router request: Router already has a port on subnet ${subnet.id}.`),
    );
    expect(await ana.ask('PUT', path, {})).toEqual(
      refusal('Bad router request: Either subnet_id or port_id must be specified.'),
    );
    const network = await ana.make('networks', 'network', {});
    const wide = await ana.make('subnets', 'subnet', {
      network_id: network.id,
      ip_version: 4,
      cidr: '10.0.0.0/16',
    });
    expect(await ana.ask('PUT', path, { subnet_id: wide.id })).toEqual(
      refusal(
        `Bad router request: Cidr 10.0.0.0/16 of subnet ${wide.id} overlaps with cidr 10.0.0.0/24 of subnet ${subnet.id}.`,
      ),
    );
  });

  it('take a port as an interface, and give it back', async () => {
    const { ana, router } = await connected();
    const network = await ana.make('networks', 'network', {});
    await ana.make('subnets', 'subnet', { network_id: network.id, ip_version: 4, cidr: '10.5.0.0/24' });
    const port = await ana.make('ports', 'port', { network_id: network.id });
    const added = await ana.ask('PUT', `routers/${router.id}/add_router_interface`, { port_id: port.id });
    expect(added.body).toMatchObject({ id: router.id, port_id: port.id, network_id: network.id });
    const removed = await ana.ask('PUT', `routers/${router.id}/remove_router_interface`, {
      port_id: port.id,
    });
    expect(removed.status).toBe(200);
    expect((await ana.ask('GET', `ports/${port.id}`)).status).toBe(404);
  });

  it('stay while they have interfaces, and keep what floating IPs need', async () => {
    const { ana, router, network, subnet, publicNetwork } = await connected();
    expect((await ana.ask('DELETE', `routers/${router.id}`)).body).toMatchObject({
      NeutronError: { type: 'RouterInUse' },
    });
    const port = await ana.make('ports', 'port', { network_id: network.id });
    await ana.make('floatingips', 'floatingip', { floating_network_id: publicNetwork, port_id: port.id });
    const types = [
      await ana.ask('PUT', `routers/${router.id}/remove_router_interface`, { subnet_id: subnet.id }),
      await ana.ask('PUT', `routers/${router.id}`, { router: { external_gateway_info: {} } }),
    ].map(({ status, body }) => [status, Object(body).NeutronError.type]);
    expect(types).toEqual([
      [409, 'RouterInterfaceInUseByFloatingIP'],
      [409, 'RouterExternalGatewayInUseByFloatingIp'],
    ]);
  });

  it('refuse a gateway on a network that is not external', async () => {
    const { ana, router, network } = await connected();
    const wanted = { router: { external_gateway_info: { network_id: network.id } } };
    expect((await ana.ask('PUT', `routers/${router.id}`, wanted)).body).toEqual(
      neutronError('BadRequest', `Bad router request: Network ${network.id} is not an external network.`),
    );
  });

  it('give their address back when the gateway is cleared', async () => {
    const { ana, admin, router } = await connected();
    await ana.ask('PUT', `routers/${router.id}`, { router: { external_gateway_info: null } });
    const left = await admin.ask('GET', 'ports?device_owner=network:router_gateway');
    expect(left.body).toEqual({ ports: [] });
  });

  it('take routes by neighbours only', async () => {
    const { ana, router } = await connected();
    const by = (nexthop: string) => ({ router: { routes: [{ destination: '10.30.0.0/24', nexthop }] } });
    expect((await ana.ask('PUT', `routers/${router.id}`, by('10.0.0.50'))).status).toBe(200);
    expect((await ana.ask('PUT', `routers/${router.id}`, by('10.77.0.1'))).body).toMatchObject({
      NeutronError: { type: 'InvalidRoutes' },
    });
  });
});
