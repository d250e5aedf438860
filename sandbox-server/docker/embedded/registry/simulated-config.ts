import { type ContainerConfig, imageConfigSchema } from '../config.ts';
import type { SimulatedImage } from './simulated-image.ts';

const keys = (names: readonly string[]): Record<string, object> =>
  Object.fromEntries(names.map((name) => [name, {}]));

/** The configuration of an image of the registry. */
export function configOf(image: SimulatedImage): ContainerConfig {
  return imageConfigSchema.parse({
    Env: image.env,
    Cmd: image.cmd,
    Entrypoint: image.entrypoint,
    ...(image.ports && { ExposedPorts: keys(image.ports) }),
    ...(image.volumes && { Volumes: keys(image.volumes) }),
    WorkingDir: image.workingDir,
    User: image.user,
    Labels: { ...image.labels, simulated: 'true' },
    StopSignal: image.stopSignal,
  });
}
