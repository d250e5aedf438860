const { networks, subnets, routers, ports } = cloud.network;

const known = await networks.find('private');
const network = known ?? (await networks.create({ name: 'private' }));

const subnet =
  (await subnets.find('private-subnet')) ??
  (await subnets.create({
    name: 'private-subnet',
    network_id: network.id,
    ip_version: 4,
    cidr: '10.0.0.0/24',
  }));
