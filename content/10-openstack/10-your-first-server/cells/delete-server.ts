const { servers } = cloud.compute;

const mine = await servers.find('my-first-server');
if (mine) {
  await servers.delete(mine);
  await servers.waitUntilGone(mine, { onStatus: (status) => console.log(status) });
}

console.log(`Servers that you have now: ${(await servers.list()).length}`);
