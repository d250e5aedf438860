import { z } from 'zod';
import type { Parts, Service } from '../../service.ts';
import { extensions } from './extensions.ts';
import { floatingIps } from './floating-ips.ts';
import { infrastructure } from './infrastructure.ts';
import { ipAvailability } from './ip-availability.ts';
import { networks } from './networks.ts';
import { ports } from './ports.ts';
import { purgeProject } from './purge.ts';
import { quotas } from './quotas.ts';
import { routerInterfaces } from './router-interfaces.ts';
import { routers } from './routers.ts';
import { securityGroupRules } from './security-group-rules.ts';
import { securityGroups } from './security-groups.ts';
import { seedPublicNetwork } from './seed.ts';
import { neutronSpelling } from './spelling.ts';
import { openNetworkState } from './state.ts';
import { subnets } from './subnets.ts';
import { tags } from './tags.ts';
import { type Topology, topologyOf } from './topology.ts';
import { versions } from './versions.ts';

const projects = z.object({ projects: z.array(z.object({ id: z.string() })) });

/** The network service, and what whoever carries its packets reads. */
export interface NetworkService extends Service {
  /** The networks as they are now; the same object for as long as nothing has changed. */
  topology(): Topology;
}

/**
 * Networks, routers, floating IPs and security groups, as Neutron has them.
 * @see https://docs.openstack.org/api-ref/network/v2/
 */
export function networkService(parts: Parts): NetworkService {
  const state = openNetworkState(parts);
  return {
    type: 'network',
    name: 'neutron',
    segment: 'networking',
    endpoint: '/networking',
    spelling: neutronSpelling,
    routes: [
      ...versions(),
      ...extensions(),
      ...networks(state),
      ...subnets(state),
      ...ports(state),
      ...routers(state),
      ...routerInterfaces(state),
      ...floatingIps(state),
      ...securityGroups(state),
      ...securityGroupRules(state),
      ...quotas(state),
      ...tags(state),
      ...infrastructure(),
      ...ipAvailability(state),
    ],
    normalize: (path) => path.replace(/\.json$/, ''),
    seed: async () => seedPublicNetwork(state, await adminProject(parts)),
    purge: async (project) => purgeProject(state, project),
    topology: topologyOf(state),
  };
}

const isNetworkService = (service: Service): service is NetworkService =>
  service.type === 'network' && 'topology' in service;

/**
 * The topology of a cloud, for the virtual network between its machines.
 * @throws Error when the cloud has no network service
 */
export function topologyOfCloud({ services }: { services: readonly Service[] }): () => Topology {
  const service = services.find(isNetworkService);
  if (!service) {
    throw new Error('this cloud has no network service');
  }
  return service.topology;
}

/** The id of the project `admin`; empty on a cloud that has no identity service. */
async function adminProject(parts: Parts): Promise<string> {
  const response = await parts.fetch('/identity/v3/projects?name=admin');
  if (!response.ok) return '';
  const body: unknown = await response.json();
  return projects.safeParse(body).data?.projects[0]?.id ?? '';
}
