const larger = await cloud.compute.flavors.named('m1.small');

const second =
  (await cloud.compute.servers.find('my-second-server')) ??
  (await cloud.compute.servers.create({
    name: 'my-second-server',
    imageRef: image.id,
    flavorRef: larger.id,
    networks: [{ uuid: network.id }],
  }));

await cloud.compute.servers.waitFor(second, 'ACTIVE');
console.log(`${second.name} is ACTIVE, with ${larger.ram} MiB of memory.`);
