/** Waits until cloud-init is done, as `followConsole` does, and prints one line only. */
async function installed(server: Server): Promise<void> {
  while (!/Cloud-init .* finished/.test(await cloud.compute.servers.consoleLog(server))) await sleep(500);
  console.log(`${server.name} has installed itself.`);
}

const [worker2, worker3] = await Promise.all([
  boot('app-worker-2', 'worker', workerOptions),
  boot('app-worker-3', 'worker', workerOptions),
]);

await Promise.all([installed(worker2), installed(worker3)]);
