/** The address that a server has on your own network. */
function privateAddress(server: Server): string {
  const own = (server.addresses[network.name] ?? []).find(
    (address) => address['OS-EXT-IPS:type'] === 'fixed',
  );
  if (!own) throw new Error(`${server.name} has no address on ${network.name}.`);
  return own.addr;
}

const inside = privateAddress(controller);
const api = `http://${inside}`;
const queue = `amqp://guest:guest@${inside}:5672/`;
const workerOptions = `-i faafo -r worker -e '${api}' -m '${queue}'`;

const worker1 = await boot('app-worker-1', 'worker', workerOptions);
await followConsole(worker1);
