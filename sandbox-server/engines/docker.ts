import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import Docker, { type Container } from 'dockerode';
import { z } from 'zod';
import { Complaint } from './complaint.ts';
import { connectInspector } from './connection.ts';
import { findDeno, type KernelFolders } from './deno.ts';
import { containerOptions } from './docker-container.ts';
import { foldersInImage, provideImage } from './docker-image.ts';
import { type Lines, openLines } from './docker-lines.ts';
import { obstacle } from './docker-obstacle.ts';
import { endingOf, type Remains } from './ending.ts';
import { type Ending, type Engine, EngineError, type Host, type Order } from './engine.ts';

/** Where a Docker engine finds its parts. */
export interface DockerPlaces extends KernelFolders {
  /** The server's own folder: containers that are left over are told apart by it. */
  data: string;
  /** Hears that something takes a while. */
  say(sentence: string): void;
}

/** The label by which our containers are known; its value says which server's they are. */
const label = 'get-out-of-my-cloud.kernels-of';
/** How long a kernel may live on when the line to it is down, in milliseconds. */
const exitTime = 300;
const mebibyte = 1024 * 1024;

const usage = z.object({
  memory_stats: z.object({
    usage: z.number().optional(),
    stats: z
      .object({ total_inactive_file: z.number().optional(), inactive_file: z.number().optional() })
      .optional(),
  }),
});
const state = z.object({ State: z.object({ OOMKilled: z.boolean(), ExitCode: z.number() }) });

/**
 * Runs each kernel in a container of the Docker engine that DOCKER_HOST names, or else of this computer's.
 * dockerode reads the environment that says how to reach it.
 */
export function dockerEngine(places: DockerPlaces): Engine {
  const docker = new Docker();
  const labels = labelsOf(places.data);
  const folders = foldersInImage(places);
  let image: Promise<string> | undefined;
  const provide = (): Promise<string> => {
    image ??= provideImage(docker, { ...places, deno: findDeno() });
    image.catch(() => {
      image = undefined;
    });
    return image;
  };
  return {
    name: 'docker',
    async probe() {
      try {
        const { Os, Arch } = await docker.version();
        const fault = foreignness(Os, Arch);
        if (fault !== undefined) return { available: false, sentence: fault };
        await removeLeftovers(docker, labels);
        await provide();
        return { available: true, sentence: 'Each learner’s cells run in a container of their own.' };
      } catch (error) {
        return { available: false, sentence: obstacle(error) };
      }
    },
    async launch(order, signal) {
      const named = await provide().catch((cause: unknown) => {
        throw new EngineError(obstacle(cause), { cause });
      });
      signal?.throwIfAborted();
      const lines = await openLines(order.reach);
      const options = containerOptions(order, { image: named, labels, folders, lines });
      const container = await docker.createContainer(options).catch(async (cause: unknown) => {
        await lines.close();
        throw new EngineError(obstacle(cause), { cause });
      });
      return new DockerHost(container, lines, order).start(signal);
    },
  };
}

/** What the containers of the server with this folder are labelled with. */
export function labelsOf(data: string): Record<string, string> {
  return { [label]: createHash('sha256').update(data).digest('hex').slice(0, 16) };
}

/** Why this computer's programs cannot run in the engine's containers, if they cannot. */
function foreignness(system: string, architecture: string): string | undefined {
  const own = `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`;
  if (`${system}/${architecture}` === own) return undefined;
  return `The Docker engine runs ${system}/${architecture}, and this computer is ${own}: cells cannot run there. Set WORKBOOK_ENGINE to “process”.`;
}

/** Containers of an earlier server of the same data folder, which ended without removing them. */
async function removeLeftovers(docker: Docker, labels: Record<string, string>): Promise<void> {
  const own = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const left = await docker.listContainers({ all: true, filters: { label: own } });
  await Promise.all(left.map(({ Id }) => remove(docker.getContainer(Id))));
}

async function remove(container: Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch((error: unknown) => {
    // Gone already, or going.
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
    if (status !== 404 && status !== 409) throw error;
  });
}

class DockerHost {
  readonly exited: Promise<Ending>;
  readonly #container: Container;
  readonly #lines: Lines;
  readonly #order: Order;
  readonly #complaint = new Complaint();
  readonly #ended = Promise.withResolvers<Ending>();
  #reason: Remains['reason'];
  #isOver = false;

  constructor(container: Container, lines: Lines, order: Order) {
    this.#container = container;
    this.#lines = lines;
    this.#order = order;
    this.exited = this.#ended.promise;
  }

  async start(signal?: AbortSignal): Promise<Host> {
    const abandon = () => void this.stop();
    signal?.addEventListener('abort', abandon, { once: true });
    try {
      const input = await this.#attach();
      await this.#container.start();
      void this.#watch();
      signal?.throwIfAborted();
      const address = await this.#complaint.address(this.exited, abandon);
      input.write('\n');
      const carrier = await Promise.race([this.#lines.inspector, this.#lost()]);
      const connection = await connectInspector(address, { signal, carrier });
      void this.exited.then(() => connection.close());
      void connection.closed.then((fault) => this.#cutOff(fault));
      return { connection, exited: this.exited, memory: () => this.memory(), stop: () => this.stop() };
    } catch (cause) {
      await this.stop();
      if (cause instanceof EngineError || signal?.aborted) throw cause;
      throw new EngineError(obstacle(cause), { cause });
    } finally {
      signal?.removeEventListener('abort', abandon);
    }
  }

  async memory(): Promise<number> {
    if (this.#isOver) return 0;
    // 'one-shot' spares the engine a second look, for figures that compare two.
    const answer: unknown = await this.#container.stats({ stream: false, 'one-shot': true });
    const { usage: used = 0, stats } = usage.parse(answer).memory_stats;
    const cached = stats?.total_inactive_file ?? stats?.inactive_file ?? 0;
    return (used - cached) / mebibyte;
  }

  async stop(): Promise<Ending> {
    this.#reason ??= 'stopped';
    await this.#end();
    return this.exited;
  }

  /** The container's input, on which the relay hears us; what it prints is kept for the case that it dies. */
  async #attach(): Promise<NodeJS.ReadWriteStream> {
    const line = await this.#container.attach({
      stream: true,
      hijack: true,
      stdin: true,
      stdout: true,
      stderr: true,
    });
    line.on('error', () => void this.stop());
    const heard = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.#complaint.add(String(chunk));
        done();
      },
    });
    this.#container.modem.demuxStream(line, heard, heard);
    return line;
  }

  async #lost(): Promise<never> {
    const { reason } = await this.exited;
    throw new EngineError(reason);
  }

  /** Sees the container to its end, and removes what is left of it. */
  async #watch(): Promise<void> {
    await this.#container.wait().catch(() => undefined);
    const remains = await this.#container.inspect().then(
      (found: unknown) => state.parse(found).State,
      // Removed by somebody else, or by us when it was stopped.
      () => undefined,
    );
    const code = remains === undefined || remains.ExitCode > 128 ? null : remains.ExitCode;
    if (remains?.OOMKilled) this.#reason ??= 'memory';
    await this.#settle(code);
  }

  async #settle(code: number | null): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const { memory: limit } = this.#order;
    this.#ended.resolve(endingOf({ reason: this.#reason, code, complaint: this.#complaint.text, limit }));
    await Promise.allSettled([this.#lines.close(), remove(this.#container)]);
  }

  /** Removing it ends it; one that never began is not waited for. */
  async #end(): Promise<void> {
    if (this.#isOver) return;
    await remove(this.#container).catch(() => undefined);
    await this.#settle(null);
  }

  /** A kernel that cannot be spoken to is of no use; the usual reason is a message of many megabytes. */
  #cutOff(fault: string | undefined): void {
    if (fault !== undefined) this.#reason ??= 'unheard';
    setTimeout(() => void this.#end(), exitTime).unref();
  }
}
