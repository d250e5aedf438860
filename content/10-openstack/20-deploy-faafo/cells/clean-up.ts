async function remove(name: string): Promise<void> {
  const server = await cloud.compute.servers.find(name);
  if (!server) return;
  await cloud.compute.servers.delete(server);
  await cloud.compute.servers.waitUntilGone(server);
  console.log(`${name} is gone.`);
}

for (const number of [1, 2, 3]) await remove(`app-worker-${number}`);
await remove('app-controller');

const lentStill = await floatingIps.find(floatingIp.floating_ip_address);
if (lentStill) await floatingIps.delete(lentStill);

const sides = await ports.list({ device_id: router.id, network_id: network.id });
if (sides.length > 0) await routers.removeInterface(router, { subnet_id: subnet.id });
if (await routers.find('router')) await routers.delete(router);

// Another server of yours may still be on the network: then it stays.
const left = (await cloud.compute.servers.list()).map(({ name }) => name);
if (left.length === 0 && (await networks.find('private'))) {
  await networks.delete(network);
}

for (const name of ['control', 'worker']) {
  const group = await cloud.network.securityGroups.find(name);
  if (group) await cloud.network.securityGroups.delete(group);
}

if (await keypairs.find('demokey')) await keypairs.delete('demokey');

if (left.length > 0) console.log(`Still there: ${left.join(', ')}.`);
else console.log('Your project is empty again.');
