import { Fault } from '../../fault.ts';
import { isUuid } from '../../ids.ts';
import type { NetworkClient } from './network-client.ts';
import type { ServerOrder } from './server-input.ts';

/** A network card that a server is to get: a new port on a network, or a port that is there. */
export type CardOrder =
  | { kind: 'network'; network: string; fixedIp: string | undefined }
  | { kind: 'port'; port: string };

type Requested = ServerOrder['server']['networks'];

async function automatic(network: NetworkClient, project: string, demanded: boolean): Promise<CardOrder[]> {
  // The public network is for floating IP addresses: a server comes to be on it only when it is named.
  const usable = (await network.networksOf(project)).filter(
    (each) => !each['router:external'] && each.subnets.length > 0,
  );
  if (usable.length > 1) {
    throw new Fault(409, 'Multiple possible networks found, use a Network ID to be more specific.');
  }
  const [only] = usable;
  if (only) {
    return [{ kind: 'network', network: only.id, fixedIp: undefined }];
  }
  if (demanded) {
    throw new Fault(
      400,
      `Unable to automatically allocate a network for project ${project}: it has none, and this cloud makes none unasked.`,
    );
  }
  return [];
}

function groupOf(one: Exclude<Requested, string | undefined>[number]): CardOrder {
  if (one.port) {
    return { kind: 'port', port: one.port };
  }
  if (one.uuid === undefined) {
    throw new Fault(400, "Bad networks format: missing 'uuid' or 'port'");
  }
  if (!isUuid(one.uuid)) {
    throw new Fault(400, `Bad networks format: network uuid is not in proper format (${one.uuid})`);
  }
  return { kind: 'network', network: one.uuid, fixedIp: one.fixed_ip };
}

async function verify(network: NetworkClient, project: string, order: CardOrder): Promise<void> {
  if (order.kind === 'network') {
    const known = await network.networksOf(project);
    const found = known.find((each) => each.id === order.network);
    if (!found) {
      throw new Fault(400, `Network ${order.network} could not be found.`);
    }
    if (found.subnets.length === 0) {
      throw new Fault(400, `Network ${order.network} requires a subnet in order to boot instances on.`);
    }
    return;
  }
  const [found] = await network.ports(`id=${order.port}`);
  if (!found || found.tenant_id !== project) {
    throw new Fault(400, `Port id ${order.port} could not be found.`);
  }
  if (found.device_id !== '') {
    throw new Fault(409, `Port ${order.port} is still in use.`);
  }
}

/**
 * Which network cards a server is to get.
 * @throws Fault 400 for a network or port the project does not have; 409 when it has several and names none.
 */
export async function cardOrders(
  network: NetworkClient,
  project: string,
  requested: Requested,
): Promise<CardOrder[]> {
  if (requested === 'none') {
    return [];
  }
  if (requested === undefined || requested === 'auto' || requested.length === 0) {
    return automatic(network, project, requested === 'auto');
  }
  const orders = requested.map(groupOf);
  for (const order of orders) {
    await verify(network, project, order);
  }
  return orders;
}

/** The ids of security groups given by name or id. */
export async function groupIds(
  network: NetworkClient,
  project: string,
  names: readonly string[],
): Promise<string[] | undefined> {
  if (names.length === 0) {
    return undefined;
  }
  const known = await network.groups(`tenant_id=${project}`);
  return names.map((name) => {
    const byId = known.find((each) => each.id === name);
    const found = byId ? [byId] : known.filter((each) => each.name === name);
    if (found.length > 1) {
      throw new Fault(
        409,
        `Multiple security_groups found matching '${name}'. Use an ID to be more specific.`,
      );
    }
    if (!found[0]) {
      throw new Fault(400, `Unable to find security_group with name or id '${name}'`);
    }
    return found[0].id;
  });
}
