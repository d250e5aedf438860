const image = await cloud.image.images.named('cirros-0.6.3');
const flavor = await cloud.compute.flavors.named('m1.tiny');

const server =
  (await cloud.compute.servers.find('my-first-server')) ??
  (await cloud.compute.servers.create({
    name: 'my-first-server',
    imageRef: image.id,
    flavorRef: flavor.id,
    networks: [{ uuid: network.id }],
  }));

console.log(`${server.name} is ${server.status}.`);
