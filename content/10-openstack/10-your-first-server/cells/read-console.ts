import { sleep } from 'workbook';

// A system takes a while to start. It is done when it asks who wants to log in.
let screen = '';
while (!screen.includes('login:')) {
  await sleep(500);
  screen = await cloud.compute.servers.consoleLog(server);
}

console.log(screen);
