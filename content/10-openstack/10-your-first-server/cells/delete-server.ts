const mine = await cloud.compute.servers.find('my-first-server');
if (mine) {
  await cloud.compute.servers.delete(mine);
  await cloud.compute.servers.waitUntilGone(mine, { onStatus: (status) => console.log(status) });
}

console.log(`Servers that you have now: ${(await cloud.compute.servers.list()).length}`);
