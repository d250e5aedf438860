import { expect, it } from 'vitest';
import { ScriptedCloud } from '../scripted-cloud.ts';

const floatingip = {
  id: 'f1',
  floating_ip_address: '203.0.113.7',
  floating_network_id: 'n1',
  status: 'DOWN',
  port_id: null,
  fixed_ip_address: null,
  router_id: null,
};

it('leads to a port, and then nowhere', async () => {
  const scripted = new ScriptedCloud(() => ({ body: { floatingip } }));
  const { floatingIps } = (await scripted.connect()).network;
  await floatingIps.associate(floatingip, { id: 'p1' });
  await floatingIps.dissociate('f1');
  expect(scripted.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['PUT', '/networking/v2.0/floatingips/f1', { floatingip: { port_id: 'p1' } }],
    ['PUT', '/networking/v2.0/floatingips/f1', { floatingip: { port_id: null } }],
  ]);
});

it('is found by its address', async () => {
  const scripted = new ScriptedCloud(() => ({ body: { floatingips: [floatingip] } }));
  const { floatingIps } = (await scripted.connect()).network;
  expect((await floatingIps.find('203.0.113.7'))?.id).toBe('f1');
  expect(scripted.calls[0]?.path).toBe('/networking/v2.0/floatingips?floating_ip_address=203.0.113.7');
});
