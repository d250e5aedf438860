import { type Engine, EngineError } from './engine.ts';
import { type ProcessPlaces, processEngine } from './process.ts';

/** The values of WORKBOOK_ENGINE. */
export type EngineName = 'process' | 'docker' | 'swarm' | 'auto';

/**
 * The engine called `name`; `auto` takes the best that this machine offers.
 * @throws EngineError for one that this version does not have
 */
export function engineByName(name: EngineName, places: ProcessPlaces): Engine {
  switch (name) {
    case 'process':
    case 'auto':
      return processEngine(places);
    case 'docker':
    case 'swarm':
      throw new EngineError(
        `The engine “${name}” is not part of this version: leave WORKBOOK_ENGINE away, or set it to “process”.`,
      );
  }
}
