/**
 * OpenStack, as the cells of the book import it: `import { connect } from 'openstack'`.
 * Needs nothing but `fetch`, and works against any cloud that the `OS_*` variables name.
 */
export { base64 } from './base64.ts';
export type { CatalogEntry, Endpoint } from './catalog.ts';
export type { Reference } from './collection.ts';
export type { Flavor } from './compute/flavors.ts';
export type { Keypair } from './compute/keypairs.ts';
export type { NewServer, Server, ServerAddress } from './compute/servers.ts';
export type { Waiting } from './compute/waiting.ts';
export { type Cloud, connect } from './connect.ts';
export { OpenStackError } from './error.ts';
export type { Image } from './image/images.ts';
export type { FloatingIp, NewFloatingIp } from './network/floating-ips.ts';
export type { Network, NewNetwork } from './network/networks.ts';
export type { NewPort, Port } from './network/ports.ts';
export type { NewRouter, Router } from './network/routers.ts';
export type { NewSecurityGroupRule, SecurityGroupRule } from './network/security-group-rules.ts';
export type { NewSecurityGroup, SecurityGroup } from './network/security-groups.ts';
export type { NewSubnet, Subnet } from './network/subnets.ts';
export type { Query } from './service.ts';
