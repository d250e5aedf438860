import { sleep } from 'workbook';

/** Prints a server's console as it grows, until cloud-init says that it is done. */
async function followConsole(server: Server): Promise<void> {
  let seen = '';
  while (!/Cloud-init .* finished/.test(seen)) {
    const screen = await cloud.compute.servers.consoleLog(server);
    if (screen.length > seen.length) console.log(screen.slice(seen.length).trimEnd());
    seen = screen;
    await sleep(500);
  }
}

await followConsole(controller);
