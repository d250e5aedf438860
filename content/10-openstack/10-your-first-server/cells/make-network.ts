// Take the network if it is there, else make it: so you may run this cell twice.
const network =
  (await cloud.network.networks.find('private')) ??
  (await cloud.network.networks.create({ name: 'private' }));

const subnet =
  (await cloud.network.subnets.find('private-subnet')) ??
  (await cloud.network.subnets.create({
    name: 'private-subnet',
    network_id: network.id,
    ip_version: 4,
    cidr: '10.0.0.0/24',
  }));

console.log(`The network ${network.name} hands out addresses from ${subnet.cidr}.`);
