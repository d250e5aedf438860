/** Waits until cloud-init is done, as `followConsole` does, but prints one line. */
async function installed(server: Server): Promise<void> {
  let screen = '';
  while (!/Cloud-init .* finished/.test(screen)) {
    await sleep(500);
    screen = await cloud.compute.servers.consoleLog(server);
  }
  console.log(`${server.name} has installed itself.`);
}

const [worker2, worker3] = await Promise.all([
  boot('app-worker-2', 'worker', workerOptions),
  boot('app-worker-3', 'worker', workerOptions),
]);

await Promise.all([installed(worker2), installed(worker3)]);

table(await cloud.compute.servers.list(), { columns: ['name', 'status'] });
