import type { Quotas } from '../../quota.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import type { FlavorRecord } from './flavors.ts';
import type { ActionRecord } from './instance-actions.ts';
import type { KeypairRecord } from './keypairs.ts';
import type { NetworkClient } from './network-client.ts';
import type { ComputeQuota } from './quota-sets.ts';
import type { ServerGroupRecord } from './server-groups.ts';
import type { ServerLife } from './server-life.ts';
import type { ServerRecord } from './server-records.ts';

/** What the resources of compute share, for each asks about the others. */
export interface Compute {
  parts: Parts;
  servers: Collection<ServerRecord>;
  flavors: Collection<FlavorRecord>;
  keypairs: Collection<KeypairRecord>;
  actions: Collection<ActionRecord>;
  serverGroups: Collection<ServerGroupRecord>;
  quotas: Quotas<ComputeQuota>;
  network: NetworkClient;
  life: ServerLife;
}
