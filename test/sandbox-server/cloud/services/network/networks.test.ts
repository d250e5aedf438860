import { describe, expect, it } from 'vitest';
import { connectedNetwork, neutronError, openNetworkCloud } from '../../../../fakes/network-cloud.ts';

describe('networks', () => {
  it('are made with the defaults of a cloud with tunnels', async () => {
    const { ana } = await openNetworkCloud();
    const { status, body } = await ana.ask('POST', 'networks', { network: { name: 'private' } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      network: {
        name: 'private',
        tenant_id: 'project-ana',
        project_id: 'project-ana',
        admin_state_up: true,
        mtu: 1450,
        status: 'ACTIVE',
        subnets: [],
        shared: false,
        'router:external': false,
        created_at: '2026-01-01T00:00:00Z',
        revision_number: 1,
      },
    });
    expect(body).not.toHaveProperty(['network', 'provider:network_type']);
  });

  it('of others are not there, but the public one is', async () => {
    const { ana, ben, publicNetwork } = await openNetworkCloud();
    const network = await ana.make('networks', 'network', { name: 'private' });
    expect(await ben.ask('GET', `networks/${network.id}`)).toEqual({
      status: 404,
      body: neutronError('NetworkNotFound', `Network ${network.id} could not be found.`),
    });
    const { body } = await ben.ask('GET', 'networks?fields=id&fields=name');
    expect(body).toEqual({ networks: [{ id: publicNetwork, name: 'public' }] });
  });

  it('can be made external by an administrator alone', async () => {
    const { ana, admin } = await openNetworkCloud();
    const wanted = { network: { name: 'x', 'router:external': true } };
    const message = '(rule:create_network and rule:create_network:router:external) is disallowed by policy';
    expect(await ana.ask('POST', 'networks', wanted)).toEqual({
      status: 403,
      body: neutronError('PolicyNotAuthorized', message),
    });
    expect((await admin.ask('POST', 'networks', wanted)).status).toBe(201);
  });

  it('that others own can be seen and not changed', async () => {
    const { ana, publicNetwork } = await openNetworkCloud();
    expect(await ana.ask('PUT', `networks/${publicNetwork}`, { network: { name: 'mine' } })).toEqual({
      status: 403,
      body: neutronError('PolicyNotAuthorized', 'rule:update_network is disallowed by policy'),
    });
  });

  it.each([
    [{ network: { name: 5 } }, "Invalid input for name. Reason: '5' is not a valid string."],
    [{ network: { name: 'x', wings: 2 } }, "Unrecognized attribute(s) 'wings'"],
    [{ network: { name: 'x', status: 'ACTIVE' } }, "Attribute 'status' not allowed in POST"],
    [{}, "Unable to find 'network' in request body"],
    [[], "Unable to find 'network' in request body"],
  ])('refuse the body %j as Neutron words it', async (body, message) => {
    const { ana } = await openNetworkCloud();
    expect(await ana.ask('POST', 'networks', body)).toEqual({
      status: 400,
      body: neutronError('HTTPBadRequest', message),
    });
  });

  it('refuse a change of what cannot change', async () => {
    const { ana } = await openNetworkCloud();
    const { id } = await ana.make('networks', 'network', {});
    expect(await ana.ask('PUT', `networks/${id}`, { network: { status: 'DOWN' } })).toEqual({
      status: 400,
      body: neutronError('HTTPBadRequest', 'Cannot update read-only attribute status'),
    });
  });

  it('are made in bulk, all or none', async () => {
    const { ana, admin } = await openNetworkCloud();
    const two = { networks: [{ name: 'one' }, { name: 'two' }] };
    expect((await ana.ask('POST', 'networks', two)).body).toMatchObject(two);
    await admin.ask('PUT', 'quotas/project-ana', { quota: { network: 3 } });
    expect(await ana.ask('POST', 'networks', two)).toEqual({
      status: 409,
      body: neutronError('OverQuota', "Quota exceeded for resources: ['network']."),
    });
    const { body } = await ana.ask(
      'GET',
      'networks?project_id=project-ana&fields=name&sort_key=name&sort_dir=asc',
    );
    expect(body).toEqual(two);
  });

  it('go with their subnets, but not while a port is on them', async () => {
    const { ana } = await openNetworkCloud();
    const network = await ana.make('networks', 'network', {});
    const wanted = { network_id: network.id, ip_version: 4, cidr: '10.0.0.0/24' };
    const subnet = await ana.make('subnets', 'subnet', wanted);
    const port = await ana.make('ports', 'port', { network_id: network.id });
    const words = `Unable to complete operation on network ${network.id}. There are one or more ports still in use on the network, id for these ports is: ${port.id}.`;
    expect(await ana.ask('DELETE', `networks/${network.id}`)).toEqual({
      status: 409,
      body: neutronError('NetworkInUse', words),
    });
    await ana.ask('DELETE', `ports/${port.id}`);
    expect((await ana.ask('DELETE', `networks/${network.id}`)).status).toBe(204);
    expect((await ana.ask('GET', `subnets/${subnet.id}`)).status).toBe(404);
  });

  it('are purged with all that a project has, and nothing of others', async () => {
    const { cloud, ana, ben, admin, publicNetwork } = await openNetworkCloud();
    for (const user of [ana, ben]) {
      const { network } = await connectedNetwork(user, publicNetwork);
      const port = await user.make('ports', 'port', { network_id: network.id });
      await user.make('floatingips', 'floatingip', { floating_network_id: publicNetwork, port_id: port.id });
    }
    await cloud.purgeProject('project-ana');
    for (const path of ['networks', 'subnets', 'ports', 'routers', 'floatingips', 'security-groups']) {
      const left = await admin.ask('GET', path);
      expect(JSON.stringify(left.body)).not.toContain('project-ana');
    }
    expect((await ben.ask('GET', 'floatingips')).body).toMatchObject({ floatingips: [{ status: 'ACTIVE' }] });
    const gateways = (await admin.ask('GET', 'ports?device_owner=network:router_gateway')).body;
    expect(gateways).toHaveProperty('ports.length', 1);
  });
});
