const [worker2, worker3] = await Promise.all([
  boot('app-worker-2', 'worker', workerOptions),
  boot('app-worker-3', 'worker', workerOptions),
]);

await followConsole(worker2);
await followConsole(worker3);
