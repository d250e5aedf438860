import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../../fakes/memory-store.ts';
import { connectedNetwork, neutronError, openNetworkCloud } from '../../../../fakes/network-cloud.ts';

describe('the network service', () => {
  it('says which version it is to anybody, with the address that it was asked by', async () => {
    const { cloud } = await openNetworkCloud();
    const response = await cloud.fetch(new Request('http://there.test/cloud/networking/'));
    expect(await response.json()).toEqual({
      versions: [
        {
          id: 'v2.0',
          status: 'CURRENT',
          links: [{ rel: 'self', href: 'http://there.test/cloud/networking/v2.0/' }],
        },
      ],
    });
  });

  it('sends who has no token to the identity service', async () => {
    const { cloud } = await openNetworkCloud();
    const response = await cloud.fetch(new Request('http://there.test/cloud/networking/v2.0/networks'));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      'Keystone uri="http://there.test/cloud/identity/v3"',
    );
    expect(response.headers.get('x-openstack-request-id')).toMatch(/^req-/);
  });

  it('words an unknown path, a wrong method and an unknown extension as Neutron does', async () => {
    const { ana } = await openNetworkCloud();
    expect(await ana.ask('GET', 'nowhere')).toEqual({
      status: 404,
      body: neutronError('HTTPNotFound', 'The resource could not be found.'),
    });
    const wrong = await ana.ask('PATCH', 'networks', {});
    expect([wrong.status, Object(wrong.body).NeutronError.type]).toEqual([405, 'HTTPMethodNotAllowed']);
    expect((await ana.ask('GET', 'extensions/nowhere')).body).toMatchObject({ code: '404 Not Found' });
    expect((await ana.ask('GET', 'extensions/router')).body).toMatchObject({
      extension: { alias: 'router' },
    });
  });

  it('has one public network, also after a restart, and all that was made', async () => {
    const store = memoryStore();
    const first = await openNetworkCloud(store);
    const { network } = await connectedNetwork(first.ana, first.publicNetwork);
    const second = await openNetworkCloud(store);
    expect(second.publicNetwork).toBe(first.publicNetwork);
    expect((await second.admin.ask('GET', 'networks?router:external=true')).body).toHaveProperty(
      'networks.length',
      1,
    );
    expect((await second.ana.ask('GET', `networks/${network.id}`)).status).toBe(200);
  });

  it('shows a project its quota and what it uses of it, and lets administrators change it', async () => {
    const { ana, ben, admin } = await openNetworkCloud();
    await ana.make('networks', 'network', {});
    const details = await ana.ask('GET', 'quotas/project-ana/details.json');
    expect(details.body).toMatchObject({ quota: { network: { limit: 100, used: 1, reserved: 0 } } });
    expect((await ben.ask('GET', 'quotas/project-ana')).status).toBe(403);
    expect(await ana.ask('PUT', 'quotas/project-ana', { quota: { network: 1 } })).toEqual({
      status: 403,
      body: neutronError('PolicyNotAuthorized', 'rule:update_quota is disallowed by policy'),
    });
    await admin.ask('PUT', 'quotas/project-ana', { quota: { network: 1 } });
    expect((await ana.ask('POST', 'networks', { network: {} })).status).toBe(409);
    expect(await admin.ask('PUT', 'quotas/project-ana', { quota: { network: 'many' } })).toEqual({
      status: 400,
      body: neutronError('InvalidInput', "Invalid input for operation: 'many' is not an integer."),
    });
    expect((await admin.ask('DELETE', 'quotas/project-ana')).status).toBe(204);
    expect((await ana.ask('GET', 'quotas/project-ana')).body).toMatchObject({ quota: { network: 100 } });
  });
});
