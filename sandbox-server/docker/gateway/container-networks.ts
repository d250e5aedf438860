import type { z } from 'zod';
import type { ContainerOrder, endpointOrder } from '../engine-api/container-order.ts';
import type { HostOrder } from '../engine-api/host-order.ts';
import type { Learner } from './learner.ts';
import { ownContainerId, ownNetwork } from './lookup.ts';
import { badRequest } from './refusal.ts';

type Endpoint = z.output<typeof endpointOrder>;

/** What a container's network comes to: in the engine, and in the learner's eyes. */
export interface NetworkPlan {
  mode: string;
  endpoints: Record<string, object>;
  /** `host` when the learner's own host plays it. */
  shown: 'host' | undefined;
}

/** Links of `name:alias`, by the names in the engine. */
function links({ tenant }: Learner, texts: readonly string[] = []): string[] {
  return texts.map((text) => {
    const [name = '', alias = name] = text.split(':');
    if (!/^[a-zA-Z0-9][\w.-]*$/.test(name) || !/^[a-zA-Z0-9][\w.-]*$/.test(alias))
      throw badRequest(`bad format for links: ${text}`);
    return `${tenant.inward(name)}:${alias}`;
  });
}

/** How a container is joined to a network; there it is known by the name that its learner gave it. */
export function endpoint(
  learner: Learner,
  name: string,
  order: Endpoint = {},
  more: readonly string[] = [],
): object {
  const linked = links(learner, [...(order.Links ?? []), ...more]);
  const address = order.IPAMConfig?.IPv4Address;
  return {
    Aliases: [...new Set([...(order.Aliases ?? []), name])],
    ...(linked.length > 0 && { Links: linked }),
    ...(address && { IPAMConfig: { IPv4Address: address } }),
    ...(order.MacAddress && { MacAddress: order.MacAddress }),
  };
}

/** Where a new container is joined to: the learner's own bridge, where Docker's default would be. */
export async function networkPlan(
  learner: Learner,
  order: ContainerOrder,
  host: HostOrder,
  name: string,
): Promise<NetworkPlan> {
  const asked = host.NetworkMode || 'default';
  const given = Object.entries(order.NetworkingConfig?.EndpointsConfig ?? {});
  if (asked === 'none' || order.NetworkDisabled) return { mode: 'none', endpoints: {}, shown: undefined };
  if (asked === 'host') return { mode: `container:${await learner.host.id()}`, endpoints: {}, shown: 'host' };
  const other = /^container:(.+)$/.exec(asked)?.[1];
  if (other !== undefined)
    return { mode: `container:${await ownContainerId(learner, other)}`, endpoints: {}, shown: undefined };
  if (given.length > 1)
    throw badRequest(
      `Container cannot be connected to network endpoints: ${given.map(([each]) => each).join(', ')}`,
    );
  const network = await networkOf(learner, asked);
  const [first] = given;
  if (first && (await networkOf(learner, first[0])) !== network)
    throw badRequest(`Container cannot be connected to network ${first[0]} and to ${asked} when it is made.`);
  return {
    mode: network,
    endpoints: { [network]: endpoint(learner, name, first?.[1], host.Links) },
    shown: undefined,
  };
}

const isDefault = (name: string): boolean => name === 'default' || name === 'bridge';

/** A network's name in the engine; the default one is made when it is first needed. */
async function networkOf(learner: Learner, reference: string): Promise<string> {
  if (isDefault(reference)) return learner.host.bridge();
  return (await ownNetwork(learner, reference)).name;
}
