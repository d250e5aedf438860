// gets: It is SHUTOFF. Turn it on
const larger = await cloud.compute.flavors.named('m1.small');

const second = await cloud.compute.servers.create({
  name: 'my-second-server',
  imageRef: image.id,
  flavorRef: larger.id,
  networks: [{ uuid: network.id }],
});

await cloud.compute.servers.waitFor(second, 'ACTIVE');
await cloud.compute.servers.stop(second);
await cloud.compute.servers.waitFor(second, 'SHUTOFF');
