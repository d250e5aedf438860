import { expect, it } from 'vitest';
import { ScriptedCloud } from '../scripted-cloud.ts';

it('plugs a subnet in and out with the verbs of Neutron', async () => {
  const scripted = new ScriptedCloud(() => ({ body: { id: 'r1', subnet_id: 'sn1', port_id: 'p1' } }));
  const { routers } = (await scripted.connect()).network;
  expect(await routers.addInterface('r1', { subnet_id: 'sn1' })).toMatchObject({ port_id: 'p1' });
  await routers.removeInterface({ id: 'r1' }, { port_id: 'p1' });
  expect(scripted.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['PUT', '/networking/v2.0/routers/r1/add_router_interface', { subnet_id: 'sn1' }],
    ['PUT', '/networking/v2.0/routers/r1/remove_router_interface', { port_id: 'p1' }],
  ]);
});
