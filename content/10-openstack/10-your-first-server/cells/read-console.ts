import { sleep } from 'workbook';

// The first lines come a moment after the power: ask until they are there.
let screen = await cloud.compute.servers.consoleLog(server);
while (screen === '') {
  await sleep(500);
  screen = await cloud.compute.servers.consoleLog(server);
}

console.log(screen);
