import type { CatalogEntry } from './catalog.ts';
import { type Flavors, flavors } from './compute/flavors.ts';
import { type Keypairs, keypairs } from './compute/keypairs.ts';
import { type Servers, servers } from './compute/servers.ts';
import { readCredentials } from './credentials.ts';
import { type Environment, processEnvironment } from './environment.ts';
import { type Images, images } from './image/images.ts';
import { type FloatingIps, floatingIps } from './network/floating-ips.ts';
import { type Networks, networks } from './network/networks.ts';
import { type Ports, ports } from './network/ports.ts';
import { type Routers, routers } from './network/routers.ts';
import { type SecurityGroupRules, securityGroupRules } from './network/security-group-rules.ts';
import { type SecurityGroups, securityGroups } from './network/security-groups.ts';
import { type Subnets, subnets } from './network/subnets.ts';
import { createService } from './service.ts';
import { createTokens, type Project } from './token.ts';
import { realWorld, type World } from './world.ts';

/** A cloud that you are logged in to. Each property is a service, each below it a kind of resource. */
export interface Cloud {
  /** The project that all calls work in. */
  readonly project: Project;
  readonly user: { id: string; name: string };
  /** Which services the cloud has, and where: Keystone tells it with each token. */
  readonly catalog: CatalogEntry[];
  /** Nova: servers and what they are made of. */
  readonly compute: { readonly servers: Servers; readonly flavors: Flavors; readonly keypairs: Keypairs };
  /** Glance: disks to boot from. */
  readonly image: { readonly images: Images };
  /** Neutron: the virtual network. */
  readonly network: {
    readonly networks: Networks;
    readonly subnets: Subnets;
    readonly routers: Routers;
    readonly ports: Ports;
    readonly floatingIps: FloatingIps;
    readonly securityGroups: SecurityGroups;
    readonly securityGroupRules: SecurityGroupRules;
  };
}

/**
 * Logs in with the `OS_*` variables and gives you the cloud. Tokens are renewed by themselves.
 *
 * @example
 * const cloud = await connect();
 * for (const server of await cloud.compute.servers.list()) console.log(server.name, server.status);
 *
 * @throws Error when a variable is missing.
 * @throws OpenStackError when Keystone refuses, or does not answer.
 */
export async function connect(
  env: Environment = processEnvironment,
  world: World = realWorld,
): Promise<Cloud> {
  const credentials = readCredentials(env);
  const tokens = createTokens(credentials, world);
  const { project, user, catalog } = await tokens.current();
  const service = (type: string) => createService(type, tokens, credentials.region, world);
  const [compute, image, network] = [service('compute'), service('image'), service('network')];
  return {
    project,
    user,
    catalog,
    compute: {
      servers: servers(compute, world),
      flavors: flavors(compute),
      keypairs: keypairs(compute),
    },
    image: { images: images(image) },
    network: {
      networks: networks(network),
      subnets: subnets(network),
      routers: routers(network),
      ports: ports(network),
      floatingIps: floatingIps(network),
      securityGroups: securityGroups(network),
      securityGroupRules: securityGroupRules(network),
    },
  };
}
