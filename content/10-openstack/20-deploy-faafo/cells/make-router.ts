const outside = await networks.named('public');

// One side of the router leads to the outside from the start.
const router =
  (await routers.find('router')) ??
  (await routers.create({
    name: 'router',
    external_gateway_info: { network_id: outside.id },
  }));

// The other side goes into your subnet, unless it is there already.
const plugged = await ports.list({ device_id: router.id, network_id: network.id });
if (plugged.length === 0) {
  await routers.addInterface(router, { subnet_id: subnet.id });
}

console.log(`${subnet.cidr} goes out through ${router.name} to ${outside.name}.`);
