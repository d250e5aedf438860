// On another cloud, write the names that it has.
const image = await cloud.image.images.named('ubuntu-24.04');
const flavor = await cloud.compute.flavors.named('m1.small');

console.log(`Each server: ${image.name}, ${flavor.vcpus} vCPU, ${flavor.ram} MiB.`);
