// gets: do not call it my-first-server
const larger = await cloud.compute.flavors.named('m1.small');

const second = await cloud.compute.servers.create({
  name: 'my-first-server',
  imageRef: image.id,
  flavorRef: larger.id,
  networks: [{ uuid: network.id }],
});
