import { bridges } from './bridges.ts';
import { builds } from './builds.ts';
import { commands } from './commands.ts';
import { execs } from './execs.ts';
import { files, networks, volumes } from './files.ts';
import { life } from './life.ts';
import { kills, unknown } from './refusals.ts';
import type { Step } from './step.ts';

/** All steps, in their order. */
export const steps: readonly Step[] = [
  ...unknown,
  ...kills,
  ...life,
  ...commands,
  ...files,
  ...volumes,
  ...networks,
  ...bridges,
  ...execs,
  ...builds,
];
