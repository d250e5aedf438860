import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { processEngine } from '../../../sandbox-server/engines/process.ts';
import type { Session } from '../../../sandbox-server/session/session.ts';
import { createSessions } from '../../../sandbox-server/session/sessions.ts';

/** Milliseconds to start a kernel and to run a cell in a session, MiB of a kernel that rests. */
export interface ServerFigures {
  start: number[];
  run: number[];
  memory: number;
}

const library = fileURLToPath(new URL('../../../sandbox-server/library', import.meta.url));

/** Measures a session as the socket uses it, log on the disk included. */
export async function measureServer(starts: number, runs: number): Promise<ServerFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'cell-bench-'));
  const database = new DatabaseSync(join(folder, 'workbook.sqlite'));
  database.exec('pragma journal_mode = wal; pragma synchronous = normal');
  const sessions = createSessions({
    database,
    engine: processEngine({ library, data: folder }),
    environment: () => ({}),
    reach: ['127.0.0.1:4321'],
    report: (error) => console.error(error),
  });
  try {
    const session = sessions.open({ learner: 'bench', lesson: '10-bench/10-cell' });
    const run = runner(session);
    // The caches of the first start and the compiler's own start are not what a learner meets day by day.
    await run('1');
    const start = await times(starts, () => session.restart());
    await settle();
    const memory = await session.memory();
    const cell = (index: number) => run(`const value: number = ${index} * 2;\nconsole.log(value);`);
    await times(20, cell);
    return { start, run: await times(runs, cell), memory };
  } finally {
    await sessions.stop();
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a cell to its end, as a reader of the log sees it. */
function runner(session: Session): (code: string) => Promise<void> {
  const waiting = new Map<string, () => void>();
  session.subscribe(0, (entries) => {
    for (const { event } of entries) if (event.kind === 'finished') waiting.get(event.run)?.();
  });
  return (code) =>
    new Promise((resolve) => {
      const run = randomUUID();
      waiting.set(run, resolve);
      session.run({ run, cell: 'cell', code });
    });
}

async function times(count: number, act: (index: number) => Promise<void>): Promise<number[]> {
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begin = performance.now();
    await act(index);
    taken.push(performance.now() - begin);
  }
  return taken;
}

/** A kernel that has just started gives some of its memory back. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000));
}
