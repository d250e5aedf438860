// gets: It is m1.tiny, as for the first server.
const second = await cloud.compute.servers.create({
  name: 'my-second-server',
  imageRef: image.id,
  flavorRef: flavor.id,
  networks: [{ uuid: network.id }],
});

await cloud.compute.servers.waitFor(second, 'ACTIVE');
