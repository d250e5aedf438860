// When you run this cell again, app-worker-3 has to come back first.
const third = await boot('app-worker-3', 'worker', workerOptions);
if (third.id !== worker3.id) await installed(third);

const large = await faafo.create({ ...batch, tasks: 6, width: 2000, height: 1500 });

// Each worker has one in hand by now, and three wait in the queue.
await sleep(500);
await cloud.compute.servers.delete(third);
console.log('app-worker-3 is gone, with half a picture in its memory.');

const saved = await faafo.waitUntilDrawn(large);

table(saved, { columns: ['uuid', 'generated_by'] });
