import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const main = resolve(import.meta.dirname, '../../sandbox-server/main.ts');

/** A whole workbook in a process of its own, as `npm start` leaves it running. */
export interface RunningWorkbook {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  data: string;
  /** The process that serves. */
  pid: number;
  /** Everything it has printed. */
  output(): string;
  /** Ends the process as a power failure would, and keeps its data. */
  kill(): Promise<void>;
  /** Ends it in good order, and keeps its data. */
  stop(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

/** The settings of a started workbook: by default a free port and a new data folder. */
export interface WorkbookSettings {
  data?: string;
  port?: number;
  env?: Record<string, string>;
}

async function whenReady(server: ChildProcess, lines: string[]): Promise<string> {
  if (!server.stdout || !server.stderr) throw new Error('The server has no output to read.');
  server.stderr.on('data', (chunk: Buffer) => lines.push(String(chunk)));
  for await (const line of createInterface({ input: server.stdout })) {
    lines.push(line);
    const ready = /^ready (http:\/\/\S+?)\/?$/.exec(line);
    if (ready?.[1]) {
      server.stdout.on('data', (chunk: Buffer) => lines.push(String(chunk)));
      server.stdout.resume();
      return ready[1];
    }
  }
  throw new Error(`The workbook ended before it was ready:\n${lines.join('\n')}`);
}

/** Starts `sandbox-server/main.ts` and resolves when it says that it is ready. */
export async function startWorkbook(settings: WorkbookSettings = {}): Promise<RunningWorkbook> {
  const data = settings.data ?? mkdtempSync(join(tmpdir(), 'workbook-data-'));
  const lines: string[] = [];
  const env = {
    ...process.env,
    PORT: String(settings.port ?? 0),
    HOST: '127.0.0.1',
    WORKBOOK_DATA: data,
    WORKBOOK_ENGINE: 'process',
    WORKBOOK_CLOUD: 'pocket',
    // The engine that tests are given is not every test's.
    WORKBOOK_DOCKER: 'none',
    ...settings.env,
  };
  const server = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(server, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) server.kill(signal);
    await exited;
  };
  const url = await whenReady(server, lines);
  if (server.pid === undefined) throw new Error('The workbook has no process.');
  return {
    url,
    data,
    pid: server.pid,
    output: () => lines.join('\n'),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async close() {
      await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Starts a workbook that was killed or stopped once more, on its own data and port. */
export const startAgain = ({ data, url }: RunningWorkbook): Promise<RunningWorkbook> =>
  startWorkbook({ data, port: Number(new URL(url).port) });
