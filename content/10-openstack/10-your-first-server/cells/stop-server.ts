// Nova refuses to stop a server that is off, so look first.
if ((await cloud.compute.servers.get(server)).status === 'ACTIVE') await cloud.compute.servers.stop(server);

await cloud.compute.servers.waitFor(server, 'SHUTOFF', { onStatus: (status) => console.log(status) });
