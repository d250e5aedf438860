import { once } from 'node:events';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';

/** How long somebody waits for a line of the host's program before there is none, in milliseconds. */
const longestWait = 10_000;
/** Connections to one published port at once. */
const mostVisitors = 128;

/**
 * The lines between this server and the program in a learner's own host. The program opens them, a few ahead;
 * each that is used is first told an address and a port, and then leads there.
 */
export class HostLines {
  readonly #folder: string;
  #server: Server | undefined;
  readonly #idle: Socket[] = [];
  readonly #waiting: ((line: Socket) => void)[] = [];
  readonly #ports = new Set<Server>();

  /** @param folder where the socket is: seen by the host's container as `/lines` */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Listens for lines. @returns the folder that the socket is in */
  async listen(): Promise<string> {
    if (this.#server) return this.#folder;
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, 'line');
    await rm(path, { force: true });
    const server = createServer((line) => this.#take(line));
    this.#server = server;
    server.listen(path);
    await once(server, 'listening');
    // The program's user is nobody that this computer knows.
    await chmod(this.#folder, 0o755);
    await chmod(path, 0o666);
    return this.#folder;
  }

  /** Opens a free port of 127.0.0.1 that leads to wherever `place` says, `address port`, at each connection. */
  async open(place: () => Promise<string>): Promise<{ bound: number; close(): void }> {
    const visitors = new Set<Socket>();
    const server = createServer({ pauseOnConnect: true }, (visitor) => {
      visitors.add(visitor);
      visitor.once('close', () => visitors.delete(visitor));
      visitor.on('error', () => visitor.destroy());
      void this.#lead(visitor, place);
    });
    server.maxConnections = mostVisitors;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#ports.add(server);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('A published port has no number.');
    return {
      bound: address.port,
      close: () => {
        this.#ports.delete(server);
        server.close();
        for (const visitor of visitors) visitor.destroy();
      },
    };
  }

  close(): void {
    for (const server of this.#ports) server.close();
    this.#server?.close();
    this.#server = undefined;
    for (const line of this.#idle.splice(0)) line.destroy();
  }

  async #lead(visitor: Socket, place: () => Promise<string>): Promise<void> {
    try {
      const [address, line] = await Promise.all([place(), this.#next()]);
      line.write(`${address}\n`);
      pipeline(visitor, line, visitor, () => line.destroy());
      visitor.resume();
    } catch {
      // What is not there is told by a connection that ends.
      visitor.destroy();
    }
  }

  #take(line: Socket): void {
    line.on('error', () => line.destroy());
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting(line);
      return;
    }
    this.#idle.push(line);
    line.once('close', () => {
      const index = this.#idle.indexOf(line);
      if (index >= 0) this.#idle.splice(index, 1);
    });
  }

  #next(): Promise<Socket> {
    const idle = this.#idle.shift();
    if (idle) return Promise.resolve(idle);
    return new Promise((resolve, reject) => {
      const take = (line: Socket): void => {
        clearTimeout(patience);
        resolve(line);
      };
      const patience = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(new Error('The host’s program gave no line.'));
      }, longestWait);
      this.#waiting.push(take);
    });
  }
}
