import { type DockerPlaces, dockerEngine } from './docker.ts';
import { type Engine, EngineError } from './engine.ts';
import { type ProcessPlaces, processEngine } from './process.ts';

/** The values of WORKBOOK_ENGINE. */
export type EngineName = 'process' | 'docker' | 'swarm' | 'auto';

/** What the engines need of the server. */
export type EnginePlaces = ProcessPlaces & DockerPlaces;

/**
 * The engine called `name`, ready to launch kernels; `auto` takes containers where a Docker engine answers,
 * and processes elsewhere.
 * @throws EngineError when this version does not have it, or it cannot be used on this machine
 */
export async function chooseEngine(name: EngineName, places: EnginePlaces): Promise<Engine> {
  switch (name) {
    case 'process':
      return usable(processEngine(places));
    case 'docker':
      return usable(dockerEngine(places));
    case 'auto': {
      const docker = dockerEngine(places);
      const { available } = await docker.probe();
      return available ? docker : usable(processEngine(places));
    }
    case 'swarm':
      throw new EngineError(
        'The engine “swarm” is not part of this version: leave WORKBOOK_ENGINE away, or set it to “process” or “docker”.',
      );
  }
}

async function usable(engine: Engine): Promise<Engine> {
  const { available, sentence } = await engine.probe();
  if (!available) throw new EngineError(sentence);
  return engine;
}
