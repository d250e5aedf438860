import { once } from 'node:events';
import { createServer } from 'node:http';
import { type CellDoorParts, createCellApp } from '../app.ts';
import { attachDocker } from '../http/docker.ts';

/** The one address that kernels may connect to. */
export interface CellDoor {
  /** `127.0.0.1:<port>`. */
  address: string;
  close(): void;
}

/** Opens the door of the cells, on a free port of the loopback. */
export async function openCellDoor(parts: CellDoorParts): Promise<CellDoor> {
  const server = createServer(createCellApp(parts));
  attachDocker(server, '127.0.0.1', parts.docker);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The door of the cells has no port.');
  return {
    address: `127.0.0.1:${address.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
