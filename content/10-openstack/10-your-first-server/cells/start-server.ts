const stopped = await cloud.compute.servers.get(server);
if (stopped.status === 'SHUTOFF') await cloud.compute.servers.start(server);

const on = await cloud.compute.servers.waitFor(server, 'ACTIVE', {
  onStatus(status) {
    console.log(status);
  },
});
