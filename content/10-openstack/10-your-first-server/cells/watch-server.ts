const ordered = Date.now();

const running = await cloud.compute.servers.waitFor(server, 'ACTIVE', {
  onStatus: (status) => console.log(`${((Date.now() - ordered) / 1000).toFixed(1)} s  ${status}`),
});

running;
