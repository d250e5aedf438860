import { beforeEach, expect, test } from 'vitest';
import { bootServer, makeNetwork, openPocket, type Person } from '../../../../fakes/pocket.ts';

let pocket: Awaited<ReturnType<typeof openPocket>>;
let ana: Person;
let network = '';
let path = '';
beforeEach(async () => {
  pocket = await openPocket();
  ana = pocket.ana;
  network = await makeNetwork(ana);
  path = `/compute/v2.1/servers/${await bootServer(pocket, ana)}/os-interface`;
});

test('a running server gets another card, its machine learns of it, and loses it again', async () => {
  const attached = await ana.ask('POST', path, { body: { interfaceAttachment: { net_id: network } } });
  expect(attached.status).toBe(200);
  const port = attached.textAt('interfaceAttachment', 'port_id');
  await pocket.cloud.idle();
  expect([...pocket.hypervisor.cards.values()][0]?.ports).toHaveLength(2);
  expect((await ana.ask('GET', `${path}/${port}`)).at('interfaceAttachment', 'net_id')).toBe(network);
  expect((await ana.ask('DELETE', `${path}/${port}`)).status).toBe(202);
  expect((await ana.ask('GET', `/networking/v2.0/ports/${port}`)).status).toBe(404);
  expect((await ana.ask('GET', path)).each('port_id', 'interfaceAttachments')).toHaveLength(1);
});

test('a port in use, and one that is not there, are refused', async () => {
  const port = (await ana.ask('GET', path)).textAt('interfaceAttachments', 0, 'port_id');
  const again = await ana.ask('POST', path, { body: { interfaceAttachment: { port_id: port } } });
  expect(again.at('conflictingRequest', 'message')).toBe(`Port ${port} is still in use.`);
  const zeros = '00000000-0000-0000-0000-000000000000';
  const missing = await ana.ask('POST', path, { body: { interfaceAttachment: { port_id: zeros } } });
  expect(missing.at('itemNotFound', 'message')).toBe(`Port id ${zeros} could not be found.`);
});
