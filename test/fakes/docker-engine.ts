import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Clock, systemClock } from '../../sandbox-server/cloud/clock.ts';
import type { Store } from '../../sandbox-server/cloud/store.ts';
import { EmbeddedEngine } from '../../sandbox-server/docker/embedded/engine.ts';
import type { Disks } from '../../sandbox-server/machines/disk/disk.ts';
import { outsideHosts } from '../../sandbox-server/machines/outside-hosts.ts';
import type { Program } from '../../sandbox-server/machines/program.ts';
import { serverPrograms } from '../../sandbox-server/machines/programs/server-programs.ts';
import { systemPrograms } from '../../sandbox-server/machines/programs/system-programs.ts';
import { MemoryDisks } from './memory-disks.ts';
import { memoryStore } from './memory-store.ts';
import { numbers } from './numbers.ts';

const installScript = readFileSync(new URL('../../sandbox-server/faafo/install.sh', import.meta.url), 'utf8');

/** What a test may choose. */
export interface EngineChoices {
  readonly clock?: Clock;
  readonly store?: Store;
  readonly disks?: Disks;
  readonly programs?: ReadonlyMap<string, Program>;
}

/** An engine whose state is in memory, and the faults that it told of. */
export function dockerEngine({
  clock = systemClock,
  store = memoryStore(),
  disks = new MemoryDisks(),
  programs = new Map(),
}: EngineChoices = {}): { engine: EmbeddedEngine; faults: unknown[] } {
  const faults: unknown[] = [];
  const engine = new EmbeddedEngine({
    name: 'learner-host',
    store,
    disks,
    clock,
    random: numbers(1),
    bytes: (length) => randomBytes(length),
    programs: new Map([...systemPrograms, ...serverPrograms, ...programs]),
    outside: outsideHosts({ installScript }),
    failed: (error) => faults.push(error),
  });
  return { engine, faults };
}
