import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import type { RelayOrder } from './container/relay.ts';

/** Where the folder of the lines is in a container. */
export const linesInContainer = '/lines';
/** Where the kernel offers its inspector, in a container of its own. */
export const inspectorAddress = { hostname: '127.0.0.1', port: 9229 };
/** What one kernel may hold open at each of its doors. */
const mostVisitors = 256;

/** The sockets by which one container is joined with this server: it has no network besides. */
export interface Lines {
  /** The folder to mount. */
  folder: string;
  /** What the relay in the container has to know. */
  order: RelayOrder;
  /** The line to the inspector, as soon as the relay opens it. */
  inspector: Promise<Socket>;
  close(): Promise<void>;
}

/** Opens a socket for each address of `reach`, `host:port`, and one that waits for the inspector's line. */
export async function openLines(reach: readonly string[]): Promise<Lines> {
  // Nobody else of this computer may look in; what is mounted is the folder within.
  const home = await mkdtemp(join(tmpdir(), 'workbook-'));
  const folder = join(home, 'lines');
  await mkdir(folder);
  await chmod(folder, 0o755);
  const line = Promise.withResolvers<Socket>();
  // Only the first one counts, which the relay opens before there is any cell.
  const waiting = createServer((socket) => {
    waiting.close();
    line.resolve(socket);
  });
  const servers = [waiting, ...reach.map(openDoor)];
  const names = ['inspector', ...reach.map((_, index) => `door-${index}`)];
  await Promise.all(servers.map((server, index) => listen(server, join(folder, names[index] ?? ''))));
  return {
    folder,
    inspector: line.promise,
    order: {
      inspector: { ...inspectorAddress, path: join(linesInContainer, 'inspector') },
      doors: reach.map((address, index) => ({
        ...split(address),
        path: join(linesInContainer, `door-${index}`),
      })),
    },
    async close() {
      for (const server of servers) server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function openDoor(address: string): Server {
  const { hostname, port } = split(address);
  const door = createServer((visitor) => {
    const target = connect({ host: hostname, port, noDelay: true });
    // Whoever hangs up first, the other side hears of it, and it is no fault of ours.
    pipeline(visitor, target, visitor, () => target.destroy());
  });
  door.maxConnections = mostVisitors;
  return door;
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path);
  await once(server, 'listening');
  // A container's user is nobody that this computer knows.
  await chmod(path, 0o666);
}

function split(address: string): { hostname: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { hostname: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}
