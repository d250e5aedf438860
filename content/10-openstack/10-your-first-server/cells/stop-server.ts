// Nova refuses to stop a server that is off, so look first.
const before = await cloud.compute.servers.get(server);
if (before.status === 'ACTIVE') await cloud.compute.servers.stop(server);

const off = await cloud.compute.servers.waitFor(server, 'SHUTOFF', {
  onStatus(status) {
    console.log(status);
  },
});
