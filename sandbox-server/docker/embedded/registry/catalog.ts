import { applications } from './applications.ts';
import type { SimulatedImage } from './simulated-image.ts';
import { systems } from './systems.ts';

/** All images of the embedded registry. */
export const catalog: readonly SimulatedImage[] = [...systems, ...applications];
