import type { Clock } from './clock.ts';
import { Cloud } from './cloud.ts';
import type { Hypervisor } from './hypervisor.ts';
import type { Ids } from './ids.ts';
import { type IdentityOptions, identityService } from './services/identity/identity-service.ts';
import { imageService } from './services/image/image-service.ts';
import type { Store } from './store.ts';

/** What the pocket cloud is made of. */
export interface PocketCloudOptions extends IdentityOptions {
  store: Store;
  clock: Clock;
  hypervisor: Hypervisor;
  ids?: Ids;
  report?: (error: unknown) => void;
}

/** Opens the pocket cloud on its stored state, with all its services, ready for requests. */
export async function openPocketCloud(options: PocketCloudOptions): Promise<Cloud> {
  const { store, clock, hypervisor, ids, report } = options;
  const cloud = new Cloud({
    store,
    clock,
    hypervisor,
    services: [identityService(options), imageService],
    ...(ids && { ids }),
    ...(report && { report }),
  });
  await cloud.start();
  return cloud;
}
