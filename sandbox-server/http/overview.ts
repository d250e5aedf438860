import { z } from 'zod';
import type { Learner } from '../learners/learners.ts';
import type { LearnerCalls } from './learner-calls.ts';

const servers = z.object({
  servers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      created: z.string(),
      flavor: z.object({ original_name: z.string() }),
      image: z.union([z.object({ id: z.string() }), z.literal('')]),
      security_groups: z.array(z.object({ name: z.string() })).optional(),
      addresses: z.record(
        z.string(),
        z.array(z.object({ addr: z.string(), 'OS-EXT-IPS:type': z.enum(['fixed', 'floating']) })),
      ),
    }),
  ),
});
const images = z.object({ images: z.array(z.object({ id: z.string(), name: z.string().nullable() })) });
const networks = z.object({
  networks: z.array(z.object({ id: z.string(), name: z.string(), 'router:external': z.boolean() })),
});
const floatingIps = z.object({
  floatingips: z.array(
    z.object({ id: z.string(), floating_ip_address: z.string(), fixed_ip_address: z.string().nullable() }),
  ),
});
const groups = z.object({
  security_groups: z.array(z.object({ name: z.string(), security_group_rules: z.array(z.unknown()) })),
});

/** What a learner has in their cloud at this moment, in the words of the panel beside a lesson. */
export async function overview(learnerCalls: LearnerCalls, learner: Learner, origin: string) {
  const calls = learnerCalls.as(learner, origin);
  const mine = `?project_id=${learner.projectId}`;
  const [all, pictures, nets, floating, security] = await Promise.all([
    // Since 2.47 a server tells its flavor's name: https://docs.openstack.org/api-ref/compute/#list-servers-detailed
    calls.get({ service: 'compute', path: '/servers/detail', version: 'compute 2.47' }, servers),
    calls.get({ service: 'image', path: '/v2/images' }, images),
    calls.get({ service: 'network', path: `/v2.0/networks${mine}` }, networks),
    calls.get({ service: 'network', path: `/v2.0/floatingips${mine}` }, floatingIps),
    calls.get({ service: 'network', path: `/v2.0/security-groups${mine}` }, groups),
  ]);
  const imageNames = new Map(pictures.images.map((image) => [image.id, image.name]));
  // In the order in which they were made, so that a new one moves none of those that are looked at; to the second, then by name.
  const inOrder = all.servers.toSorted(
    (one, other) => compare(one.created, other.created) || compare(one.name, other.name),
  );
  const list = inOrder.map((server) => ({
    id: server.id,
    name: server.name,
    status: server.status,
    created: server.created,
    flavor: server.flavor.original_name,
    image: server.image === '' ? '' : (imageNames.get(server.image.id) ?? server.image.id),
    groups: (server.security_groups ?? []).map((group) => group.name),
    addresses: Object.values(server.addresses)
      .flat()
      .map((address) => ({ address: address.addr, type: address['OS-EXT-IPS:type'] })),
  }));
  return {
    project: learner.projectName,
    servers: list,
    networks: nets.networks.map(({ id, name }) => ({ id, name })),
    floating_ips: floating.floatingips.map((ip) => ({
      address: ip.floating_ip_address,
      server:
        list.find((server) => server.addresses.some(({ address }) => address === ip.floating_ip_address))
          ?.name ?? null,
    })),
    groups: security.security_groups
      .map((group) => ({ name: group.name, rules: group.security_group_rules.length }))
      .toSorted((one, other) => compare(one.name, other.name)),
  };
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
