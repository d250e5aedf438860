import { check } from 'check';
import { connect, type Server } from 'openstack';

const { compute } = await connect();
const tiny = await compute.flavors.named('m1.tiny');

// Servers of the next lesson are called app-…; they do not count here.
const others = (await compute.servers.list()).filter(
  ({ name }) => name !== 'my-first-server' && !name.startsWith('app-'),
);

const isLarger = ({ flavor }: Server) => flavor.id !== tiny.id && flavor.original_name !== tiny.name;
const second = others.find((server) => isLarger(server) && server.status === 'ACTIVE') ?? others[0];

check(
  'You have a second server, with a name of its own.',
  () => second !== undefined,
  'Order one with `cloud.compute.servers.create`, and do not call it my-first-server.',
);

if (second) {
  check(
    `The flavor of ${second.name} is larger than m1.tiny.`,
    () => isLarger(second),
    'It is m1.tiny, as for the first server. Delete it, and order it with another `flavorRef`.',
  );
  check(
    `${second.name} is on your network private.`,
    () => 'private' in second.addresses,
    'Name the network in the order: `networks: [{ uuid: network.id }]`.',
  );
  check(
    `${second.name} is ACTIVE.`,
    () => second.status === 'ACTIVE',
    second.status === 'BUILD'
      ? 'It is still in BUILD. Wait for it with `cloud.compute.servers.waitFor`, then check again.'
      : `It is ${second.status}. Turn it on, or order another one.`,
  );
}
