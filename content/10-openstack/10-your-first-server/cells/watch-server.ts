const ordered = Date.now();

const running = await cloud.compute.servers.waitFor(server, 'ACTIVE', {
  onStatus(status) {
    const seconds = (Date.now() - ordered) / 1000;
    console.log(`${seconds.toFixed(1)} s  ${status}`);
  },
});

running;
