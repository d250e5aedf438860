import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import pidusage from 'pidusage';
import { Complaint } from './complaint.ts';
import { connectInspector } from './connection.ts';
import { denoArguments, findDeno, type KernelFolders } from './deno.ts';
import { endingOf, type Remains } from './ending.ts';
import { type Ending, type Engine, EngineError, type Host, type Order } from './engine.ts';

/** Where a process engine finds its parts. */
export interface ProcessPlaces extends KernelFolders {
  /** A folder of its own for caches. */
  data: string;
  /** The Deno program; by default the one that npm installed. */
  deno?: string;
}

/** How often a kernel's memory is looked at, in milliseconds: buffers lie outside of what V8 limits. */
const watchInterval = 200;
/** How long a kernel may live on when the line to it is down, in milliseconds. */
const exitTime = 300;
const mebibyte = 1024 * 1024;
/**
 * What starts a kernel, as far as this system has it: it ends when its parent dies, even a busy one; it comes
 * after the server when both want to compute, all of its threads; it holds so many files and connections.
 */
const starters = [
  ['/usr/bin/setpriv', '--pdeathsig', 'KILL'],
  ['/usr/bin/nice', '-n', '10'],
  ['/usr/bin/prlimit', '--nofile=512:512'],
];

/** Runs each kernel in a child process of the server, which Deno confines by its permissions. */
export function processEngine(places: ProcessPlaces): Engine {
  const home = join(places.data, 'kernels');
  return {
    name: 'process',
    async probe() {
      try {
        findDeno();
        return { available: true, sentence: 'Cells run in a confined process of this machine.' };
      } catch (error) {
        return { available: false, sentence: error instanceof Error ? error.message : String(error) };
      }
    },
    async launch(order, signal) {
      await prepare(home);
      signal?.throwIfAborted();
      const child = start(order, places, home);
      const host = new ProcessHost(child, order.memory);
      const abandon = () => void host.stop();
      signal?.addEventListener('abort', abandon, { once: true });
      try {
        return await host.connect(signal);
      } finally {
        signal?.removeEventListener('abort', abandon);
      }
    },
  };
}

async function prepare(home: string): Promise<void> {
  await mkdir(join(home, 'cache'), { recursive: true });
  // A file where Deno wants a folder: cells get no store on the disk, which they would share and could fill.
  await writeFile(join(home, 'cache', 'location_data'), '', { flag: 'a' });
}

function start(order: Order, places: ProcessPlaces, home: string): ChildProcess {
  const program = places.deno ?? findDeno();
  const parameters = denoArguments(order, places, '127.0.0.1:0');
  const starting = starters.filter(([command = '']) => existsSync(command)).flat();
  const [command = program, ...rest] = [...starting, program, ...parameters];
  return spawn(command, rest, {
    // Cells can ask where they are: it tells them nothing about this computer.
    cwd: parse(home).root,
    env: {
      HOME: home,
      DENO_DIR: join(home, 'cache'),
      DENO_NO_UPDATE_CHECK: '1',
      NO_COLOR: '1',
      ...order.environment,
    },
    stdio: ['pipe', 'ignore', 'pipe'],
    // A process group of its own, so that it ends as a whole.
    detached: true,
  });
}

class ProcessHost {
  readonly exited: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #limit: number;
  #reason: Remains['reason'];
  readonly #complaint = new Complaint();
  #watch: NodeJS.Timeout | undefined;

  constructor(child: ChildProcess, limit: number) {
    this.#child = child;
    this.#limit = limit;
    child.stdin?.on('error', () => this.#kill());
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#complaint.add(text));
    this.exited = new Promise((resolve) => {
      const end = (code: number | null) => {
        clearInterval(this.#watch);
        resolve(endingOf({ reason: this.#reason, code, complaint: this.#complaint.text, limit }));
      };
      child.once('exit', end);
      child.once('error', (error) => {
        this.#complaint.add(error.message);
        end(null);
      });
    });
  }

  async connect(signal?: AbortSignal): Promise<Host> {
    const address = await this.#complaint.address(this.exited, () => this.#kill());
    const connection = await connectInspector(address, { signal }).catch((cause) => {
      this.#kill();
      throw new EngineError('The kernel was started but cannot be reached.', { cause });
    });
    this.#watch = setInterval(() => void this.#checkMemory(), watchInterval).unref();
    void this.exited.then(() => connection.close());
    void connection.closed.then((fault) => this.#cutOff(fault));
    return { connection, exited: this.exited, memory: () => this.memory(), stop: () => this.stop() };
  }

  async memory(): Promise<number> {
    const { pid } = this.#child;
    if (pid === undefined || this.#isOver) return 0;
    return (await pidusage(pid)).memory / mebibyte;
  }

  stop(): Promise<Ending> {
    this.#reason ??= 'stopped';
    this.#kill();
    return this.exited;
  }

  /** A kernel that cannot be spoken to is of no use; the usual reason is a message of many megabytes. */
  #cutOff(fault: string | undefined): void {
    if (fault !== undefined) this.#reason ??= 'unheard';
    // A program that has ended by itself waits for the line to be down, and then exits with its own code.
    setTimeout(() => this.#kill(), exitTime).unref();
  }

  async #checkMemory(): Promise<void> {
    // It may end between two looks; then there is nothing to see any more.
    const used = await this.memory().catch(() => 0);
    if (used <= this.#limit) return;
    this.#reason ??= 'memory';
    this.#kill();
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#isOver) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      // The group is gone already when it ended by itself in this very moment.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
