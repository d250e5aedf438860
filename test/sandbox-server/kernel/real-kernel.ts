import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { compileCell } from '../../../sandbox-server/compile/cell.ts';
import type { Engine, Host } from '../../../sandbox-server/engines/engine.ts';
import { processEngine } from '../../../sandbox-server/engines/process.ts';
import { type Kernel, startKernel } from '../../../sandbox-server/kernel/kernel.ts';
import { defaultLimits, type Limits } from '../../../sandbox-server/kernel/limits.ts';
import type { Finish } from '../../../sandbox-server/kernel/run.ts';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';

export const library = fileURLToPath(new URL('../../../sandbox-server/library', import.meta.url));
/** The npm packages that cells import, as the build bundles them. */
export const packages = fileURLToPath(new URL('../../../sandbox-server/packages/dist', import.meta.url));

/** A folder of its own, which goes when `end` is called. */
export function temporaryFolder(): { path: string; end: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'kernels-'));
  return { path, end: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Where a test's kernels run. */
export interface KernelPlace {
  /** The path of the library as cells see it. */
  library: string;
  /** An engine that keeps what it has to in `folder`. */
  engine(folder: string): Engine;
}

/** Kernels in confined processes of this computer. */
export const inProcess: KernelPlace = {
  library,
  engine: (data) => processEngine({ library, readable: [packages], data }),
};

/** A kernel as the server has it, with the events that it emitted. */
export class RealKernel {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly events: RunEvent[];
  readonly #waiting: (() => void)[];

  constructor(kernel: Kernel, host: Host, events: RunEvent[], waiting: (() => void)[]) {
    this.#waiting = waiting;
    this.kernel = kernel;
    this.host = host;
    this.events = events;
  }

  /** `change` puts something between the kernel and its host. */
  static async start(
    limits: Partial<Limits> = {},
    environment: Record<string, string> = {},
    change: (host: Host) => Host = (same) => same,
    reach: string[] = ['127.0.0.1:4321'],
    place: KernelPlace = inProcess,
  ) {
    const folder = temporaryFolder();
    const engine = place.engine(folder.path);
    const host = change(await engine.launch({ memory: 256, environment, reach }));
    const events: RunEvent[] = [];
    const waiting: (() => void)[] = [];
    const emit = (event: RunEvent) => {
      events.push(event);
      for (const wake of waiting.splice(0)) wake();
    };
    const kernel = await startKernel({ host, emit, limits: { ...defaultLimits, ...limits } });
    void host.exited.then(folder.end);
    return new RealKernel(kernel, host, events, waiting);
  }

  /** Ends with the test that it was started in. */
  static async forTest(...given: Parameters<typeof RealKernel.start>) {
    const started = await RealKernel.start(...given);
    onTestFinished(async () => {
      await started.kernel.stop();
    });
    return started;
  }

  async run(code: string, cell = 'cell', run: string = randomUUID()): Promise<Finish> {
    const compiled = await compileCell({ run, cell, code });
    if (!compiled.ok) throw new Error(compiled.error.message);
    return this.kernel.run(compiled.script);
  }

  /** What a cell printed, and the text of what it showed. */
  async output(code: string, cell = 'cell'): Promise<string> {
    const before = this.events.length;
    await this.run(code, cell);
    return textOf(this.events.slice(before));
  }

  /** Resolves when an event was emitted that `test` holds for. */
  async heard(test: (event: RunEvent) => boolean): Promise<RunEvent> {
    for (;;) {
      const found = this.events.find(test);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** All text in some events. */
export function textOf(events: RunEvent[]): string {
  return events
    .map((event) => {
      if (event.kind === 'output') return event.text;
      if (event.kind !== 'display') return '';
      const { display } = event;
      if (display.kind === 'values') return display.values.map(({ text }) => text).join(' ');
      return display.kind === 'text' ? display.text : display.kind;
    })
    .join('');
}
