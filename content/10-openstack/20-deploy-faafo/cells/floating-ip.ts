const { floatingIps } = cloud.network;

const [card] = await ports.list({ device_id: controller.id });
if (!card) throw new Error('app-controller has no port.');

// The one that leads there already, or one that leads nowhere, or a new one.
const yours = await floatingIps.list();
const lent =
  yours.find((candidate) => candidate.port_id === card.id) ??
  yours.find((candidate) => candidate.port_id === null) ??
  (await floatingIps.create({ floating_network_id: outside.id }));

const floatingIp = await floatingIps.associate(lent, card);
const address = `http://${floatingIp.floating_ip_address}`;

console.log(`The Fractals app will be deployed to ${address}`);
