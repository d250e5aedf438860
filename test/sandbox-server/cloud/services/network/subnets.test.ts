import { describe, expect, it } from 'vitest';
import { neutronError, openNetworkCloud } from '../../../../fakes/network-cloud.ts';

const withNetwork = async () => {
  const parts = await openNetworkCloud();
  return { ...parts, network: await parts.ana.make('networks', 'network', {}) };
};

describe('subnets', () => {
  it.each([
    ['10.9.0.0/24', '10.9.0.1', [{ start: '10.9.0.2', end: '10.9.0.254' }]],
    ['10.9.0.77/29', '10.9.0.73', [{ start: '10.9.0.74', end: '10.9.0.78' }]],
    ['fd00:9::/64', 'fd00:9::', [{ start: 'fd00:9::1', end: 'fd00:9::ffff:ffff:ffff:ffff' }]],
  ])('%s have a gateway and a pool by themselves', async (cidr, gateway, pools) => {
    const { ana, network } = await withNetwork();
    const wanted = { network_id: network.id, ip_version: cidr.includes(':') ? 6 : 4, cidr };
    expect(await ana.make('subnets', 'subnet', wanted)).toMatchObject({
      gateway_ip: gateway,
      allocation_pools: pools,
      enable_dhcp: true,
      dns_nameservers: [],
      host_routes: [],
    });
  });

  it('leave the gateway out of the pools wherever it is', async () => {
    const { ana, network } = await withNetwork();
    const wanted = { network_id: network.id, ip_version: 4, cidr: '10.0.0.0/29' };
    expect(await ana.make('subnets', 'subnet', { ...wanted, gateway_ip: '10.0.0.3' })).toMatchObject({
      allocation_pools: [
        { start: '10.0.0.1', end: '10.0.0.2' },
        { start: '10.0.0.4', end: '10.0.0.6' },
      ],
    });
  });

  it.each([
    [
      { cidr: '10.9.0.0/99' },
      'InvalidInput',
      'Invalid input for operation: 10.9.0.0/99 is not in a CIDR format.',
    ],
    [{ cidr: 'wide' }, 'InvalidInput', 'Invalid input for operation: wide is not in a CIDR format.'],
    [{}, 'BadRequest', 'Bad subnets request: a subnetpool must be specified in the absence of a cidr.'],
    [
      { cidr: '10.10.0.0/24', gateway_ip: 'gate' },
      'HTTPBadRequest',
      "Invalid input for gateway_ip. Reason: 'gate' is not a valid IP address.",
    ],
    [
      { cidr: '10.10.0.0/24', gateway_ip: '10.10.0.255' },
      'InvalidInput',
      'Invalid input for operation: Gateway is not valid on subnet.',
    ],
    [
      { cidr: '10.10.0.0/24', allocation_pools: [{ start: '10.11.0.2', end: '10.11.0.3' }] },
      'OutOfBoundsAllocationPool',
      'The allocation pool 10.11.0.2-10.11.0.3 spans beyond the subnet cidr 10.10.0.0/24.',
    ],
  ])('refuse %j', async (attributes, type, message) => {
    const { ana, network } = await withNetwork();
    const subnet = { network_id: network.id, ip_version: 4, ...attributes };
    expect(await ana.ask('POST', 'subnets', { subnet })).toEqual({
      status: 400,
      body: neutronError(type, message),
    });
  });

  it('may not share addresses on one network, and may on two', async () => {
    const { ana, ben, network } = await withNetwork();
    const wanted = { network_id: network.id, ip_version: 4, cidr: '10.9.0.0/24' };
    await ana.make('subnets', 'subnet', wanted);
    const words = `Invalid input for operation: Requested subnet with cidr: 10.9.0.0/25 for network: ${network.id} overlaps with another subnet.`;
    expect(await ana.ask('POST', 'subnets', { subnet: { ...wanted, cidr: '10.9.0.0/25' } })).toEqual({
      status: 400,
      body: neutronError('InvalidInput', words),
    });
    const other = await ben.make('networks', 'network', {});
    await ben.make('subnets', 'subnet', { ...wanted, network_id: other.id });
  });

  it('are not for the networks of others', async () => {
    const { ben, publicNetwork, network } = await withNetwork();
    for (const id of [network.id, publicNetwork]) {
      const subnet = { network_id: id, ip_version: 4, cidr: '10.9.0.0/24' };
      expect((await ben.ask('POST', 'subnets', { subnet })).status).toBe(404);
    }
  });

  it('keep their gateway while a router has it', async () => {
    const { ana, network } = await withNetwork();
    const subnet = await ana.make('subnets', 'subnet', {
      network_id: network.id,
      ip_version: 4,
      cidr: '10.9.0.0/24',
    });
    const router = await ana.make('routers', 'router', {});
    await ana.ask('PUT', `routers/${router.id}/add_router_interface`, { subnet_id: subnet.id });
    const { status, body } = await ana.ask('PUT', `subnets/${subnet.id}`, {
      subnet: { gateway_ip: '10.9.0.5' },
    });
    expect([status, Object(body).NeutronError.type]).toEqual([409, 'GatewayIpInUse']);
    const deleted = await ana.ask('DELETE', `subnets/${subnet.id}`);
    expect([deleted.status, Object(deleted.body).NeutronError.type]).toEqual([409, 'SubnetInUse']);
  });
});
