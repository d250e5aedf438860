import { openQuotas } from '../../quota.ts';
import type { Route } from '../../route.ts';
import type { Parts, Service, ServiceFactory } from '../../service.ts';
import { collection } from '../../store.ts';
import { availabilityZones } from './availability-zones.ts';
import type { Compute } from './compute-parts.ts';
import { remoteConsoles } from './console-actions.ts';
import { discovery } from './discovery.ts';
import { emptyLists } from './empty-lists.ts';
import { extensions } from './extensions.ts';
import { flavorExtraSpecs } from './flavor-extra-specs.ts';
import { flavorRecord, flavors, seedFlavors } from './flavors.ts';
import { floatingIps } from './floating-ips.ts';
import { hypervisors } from './hypervisors.ts';
import { images } from './images.ts';
import { actionRecord, instanceActions } from './instance-actions.ts';
import { keypairRecord, keypairs } from './keypairs.ts';
import { limits } from './limits.ts';
import { NetworkClient } from './network-client.ts';
import { networks } from './networks.ts';
import { COMPUTE_QUOTA, quotaSets } from './quota-sets.ts';
import { securityGroupRules } from './security-group-rules.ts';
import { securityGroups } from './security-groups.ts';
import { serverActions } from './server-actions.ts';
import { serverCreate } from './server-create.ts';
import { serverGroupRecord, serverGroups } from './server-groups.ts';
import { serverInterfaces } from './server-interfaces.ts';
import { serverIps } from './server-ips.ts';
import { ServerLife } from './server-life.ts';
import { serverList } from './server-list.ts';
import { serverMetadata } from './server-metadata.ts';
import { openServers } from './server-records.ts';
import { serverSecurityGroups } from './server-security-groups.ts';
import { serverTags } from './server-tags.ts';
import { serverTopology } from './server-topology.ts';
import { serverVolumeAttachments } from './server-volume-attachments.ts';
import { servers } from './servers.ts';
import { services } from './services.ts';
import { simpleTenantUsage } from './simple-tenant-usage.ts';
import { novaSpelling } from './spelling.ts';
import { VERSIONS } from './versions.ts';

/** `/v2.1/<project>/servers`, and `/v2/…` of older clients, mean `/v2.1/servers`. */
function normalize(path: string): string {
  return path.replace(/^\/v2(\.1)?(?=\/|$)/, '/v2.1').replace(/^\/v2\.1\/[0-9a-f]{32}(?=\/|$)/, '/v2.1');
}

async function purge(compute: Compute, project: string): Promise<void> {
  const own = compute.servers.where((each) => each.project === project);
  for (const record of own) {
    await compute.life.remove(compute.life.enter(record, 'deleting'));
    for (const note of compute.actions.where((each) => each.server === record.id)) {
      compute.actions.remove(note.id);
    }
  }
  for (const group of compute.serverGroups.where((each) => each.project === project)) {
    compute.serverGroups.remove(group.id);
  }
  for (const keypair of compute.keypairs.where((each) => each.project === project)) {
    compute.keypairs.remove(keypair.id);
  }
  compute.quotas.reset(project);
}

function openCompute(parts: Parts): Compute {
  const { store } = parts;
  const records = openServers(store);
  const network = new NetworkClient(parts);
  return {
    parts,
    servers: records,
    flavors: collection(store, 'flavors', flavorRecord),
    keypairs: collection(store, 'keypairs', keypairRecord),
    actions: collection(store, 'server-actions', actionRecord),
    serverGroups: collection(store, 'server-groups', serverGroupRecord),
    quotas: openQuotas(store, 'compute-quotas', COMPUTE_QUOTA),
    network,
    life: new ServerLife(parts, records, network),
  };
}

function routesOf(compute: Compute): Route[] {
  return [
    ...discovery(),
    ...serverList(compute),
    serverCreate(compute),
    ...servers(compute),
    serverActions(compute),
    ...serverMetadata(compute),
    ...serverTags(compute),
    ...serverIps(compute),
    ...serverInterfaces(compute),
    ...serverVolumeAttachments(compute),
    serverSecurityGroups(compute),
    serverTopology(compute),
    remoteConsoles(compute),
    ...instanceActions(compute),
    ...flavors(compute.flavors, compute.parts),
    ...flavorExtraSpecs(compute.flavors),
    ...keypairs(compute.keypairs, compute.quotas, compute.parts),
    ...serverGroups(compute),
    ...quotaSets(compute.quotas, compute.servers),
    limits(compute),
    ...availabilityZones(compute),
    ...hypervisors(compute),
    services(compute),
    ...simpleTenantUsage(compute),
    ...images(compute),
    ...networks(compute),
    ...securityGroups(compute),
    ...securityGroupRules(compute),
    ...floatingIps(compute),
    ...emptyLists(),
    ...extensions(),
  ];
}

/** Servers: Nova's API, version 2.1 with the microversions of Zed. */
export const computeService: ServiceFactory = (parts): Service => {
  const compute = openCompute(parts);
  return {
    type: 'compute',
    name: 'nova',
    segment: 'compute',
    endpoint: '/compute/v2.1',
    spelling: novaSpelling,
    microversions: VERSIONS,
    normalize,
    routes: routesOf(compute),
    seed: async () => seedFlavors(compute.flavors),
    resume: async () => compute.life.resume(),
    serverCards: () => compute.life.cards(),
    purge: (project) => purge(compute, project),
  };
};
