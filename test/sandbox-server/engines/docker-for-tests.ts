import { describe } from 'vitest';
import { dockerEngine } from '../../../sandbox-server/engines/docker.ts';
import { inImage } from '../../../sandbox-server/engines/docker-image.ts';
import { type KernelPlace, library, packages } from '../kernel/real-kernel.ts';

/** One for all tests of a file: it looks into what its image is made of once. */
export const dockerForTests = dockerEngine({
  library,
  readable: [packages],
  data: `tests of ${process.pid}`,
  say: () => undefined,
});

const { available, sentence } = await dockerForTests.probe();

if (!available) {
  if (process.env.CI === 'true')
    throw new Error(`Without Docker, half of the engines is not tested. ${sentence}`);
  console.warn(`The tests of the Docker engine are skipped. ${sentence}`);
}

/** Tests that need a Docker engine, at DOCKER_HOST or where this computer has it. */
export const describeDocker = describe.skipIf(!available);

/** Kernels in containers. */
export const inContainer: KernelPlace = { library: inImage.library, engine: () => dockerForTests };
