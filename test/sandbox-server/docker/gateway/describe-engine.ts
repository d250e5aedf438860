import { describe } from 'vitest';
import { dockerCommand, obstacle } from './classroom.ts';

const missing = obstacle();
if (missing !== undefined) {
  if (process.env.CI === 'true') throw new Error(`The gateway to Docker is not tested. ${missing}`);
  console.warn(`The tests of the gateway to Docker are skipped. ${missing}`);
}
if (dockerCommand === undefined)
  console.warn('What needs the docker command is skipped: it is not installed.');

/** Tests that need a Docker engine, at DOCKER_HOST. */
export const describeEngine = describe.skipIf(missing !== undefined);
/** The same, for those that need the `docker` command too. */
export const describeCommand = describe.skipIf(missing !== undefined || dockerCommand === undefined);
