for (const name of ['app-worker-1', 'app-worker-2', 'app-worker-3', 'app-controller']) {
  const server = await cloud.compute.servers.find(name);
  if (!server) continue;
  await cloud.compute.servers.delete(server);
  await cloud.compute.servers.waitUntilGone(server);
  console.log(`${name} is gone.`);
}

if (await floatingIps.find(floatingIp.floating_ip_address)) await floatingIps.delete(floatingIp);

if ((await ports.list({ device_id: router.id, network_id: network.id })).length > 0) {
  await routers.removeInterface(router, { subnet_id: subnet.id });
}
if (await routers.find('router')) await routers.delete(router);
if (await networks.find('private')) await networks.delete(network);

for (const name of ['control', 'worker']) {
  const group = await cloud.network.securityGroups.find(name);
  if (group) await cloud.network.securityGroups.delete(group);
}
if (await cloud.compute.keypairs.find('demokey')) await cloud.compute.keypairs.delete('demokey');

console.log('Your project is empty again.');
