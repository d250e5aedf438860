import type { Collection } from '../../../cloud/store.ts';
import { isInside } from '../../../machines/network/addresses.ts';
import type { Topology } from '../../../machines/network/topology.ts';
import type { Container } from '../containers/container.ts';
import { badRequest, conflict, DockerFault, notFound } from '../fault.ts';
import { hostTopology, type Plug } from './host-topology.ts';
import type { NetworkRecord } from './network-record.ts';
import { defaultPools, firstFree, macOf, overlap } from './pools.ts';

/** Networks that are always there. */
export const BUILT_IN = ['bridge', 'host', 'none'];

/** What networks need of the engine. */
export interface NetworksParts {
  /** The host's id on the virtual network. */
  readonly host: string;
  readonly records: Collection<NetworkRecord>;
  readonly newId: () => string;
  readonly now: () => number;
  readonly containers: () => readonly Container[];
}

/** The networks of an engine, and who is plugged into them. */
export class Networks {
  readonly #parts: NetworksParts;
  #topology: Topology | undefined;

  constructor(parts: NetworksParts) {
    this.#parts = parts;
    if (!parts.records.find(({ name }) => name === 'bridge')) this.#makeBuiltIn();
  }

  #makeBuiltIn(): void {
    const plain = {
      created: this.#parts.now(),
      internal: false,
      attachable: false,
      configured: false,
      ownGateway: false,
      labels: {},
    };
    const pool = { Subnet: '172.17.0.0/16', Gateway: '172.17.0.1' };
    const options = {
      'com.docker.network.bridge.default_bridge': 'true',
      'com.docker.network.bridge.enable_icc': 'true',
      'com.docker.network.bridge.enable_ip_masquerade': 'true',
      'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
      'com.docker.network.bridge.name': 'docker0',
      'com.docker.network.driver.mtu': '1500',
    };
    const { records, newId } = this.#parts;
    records.put({ ...plain, id: newId(), name: 'bridge', driver: 'bridge', pool, options });
    records.put({ ...plain, id: newId(), name: 'host', driver: 'host', pool: null, options: {} });
    records.put({ ...plain, id: newId(), name: 'none', driver: 'null', pool: null, options: {} });
  }

  all(): NetworkRecord[] {
    return this.#parts.records.all();
  }

  find(name: string): NetworkRecord | undefined {
    const { records } = this.#parts;
    const exact = records.find(({ id, name: own }) => own === name || id === name);
    if (exact) return exact;
    const starting = name === '' ? [] : records.where(({ id }) => id.startsWith(name));
    return starting.length === 1 ? starting[0] : undefined;
  }

  /** @throws DockerFault 404 */
  demand(name: string): NetworkRecord {
    const found = this.find(name);
    if (!found) throw notFound(`network ${name} not found`);
    return found;
  }

  /** @throws DockerFault when its name or its range is taken */
  create(
    given: Omit<NetworkRecord, 'id' | 'created' | 'pool' | 'configured' | 'ownGateway'> & {
      subnet?: string;
      gateway?: string;
      range?: string;
    },
  ): NetworkRecord {
    const { subnet, gateway, range, ...rest } = given;
    if (this.#parts.records.find(({ name }) => name === given.name))
      throw conflict(`network with name ${given.name} already exists`);
    if (given.driver !== 'bridge')
      throw new DockerFault(403, `only one instance of "${given.driver}" network is allowed`);
    const taken = this.all().flatMap(({ pool }) => (pool ? [pool.Subnet] : []));
    if (subnet !== undefined && taken.some((other) => overlap(other, subnet)))
      throw new DockerFault(403, 'Pool overlaps with other one on this address space');
    const Subnet = subnet ?? defaultPools.find((pool) => !taken.some((other) => overlap(other, pool)));
    if (Subnet === undefined)
      throw new DockerFault(
        500,
        'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
      );
    const Gateway = gateway ?? firstFree(Subnet, new Set());
    if (Gateway === undefined || !isInside(Gateway, Subnet))
      throw badRequest(`no matching subnet for gateway ${gateway ?? ''}`);
    const record = {
      ...rest,
      id: this.#parts.newId(),
      created: this.#parts.now(),
      configured: subnet !== undefined,
      ownGateway: subnet !== undefined && gateway === undefined,
      pool: { Subnet, Gateway, ...(range && { IPRange: range }) },
    };
    this.#changed();
    return this.#parts.records.put(record);
  }

  /** @throws DockerFault while somebody is plugged in */
  remove(network: NetworkRecord): void {
    if (BUILT_IN.includes(network.name))
      throw new DockerFault(403, `${network.name} is a pre-defined network and cannot be removed`);
    if (this.members(network.id).length > 0)
      throw new DockerFault(
        403,
        `error while removing network: network ${network.name} id ${network.id} has active endpoints`,
      );
    this.#parts.records.remove(network.id);
    this.#changed();
  }

  /** The containers that run with a card on the network. */
  members(network: string): Container[] {
    return this.#parts
      .containers()
      .filter((container) => container.isUp && container.endpointOn(network)?.address);
  }

  /** An address for a container's card. @throws DockerFault */
  allocate({ name, pool, id }: NetworkRecord, asked: string): { address: string; mac: string } {
    if (!pool) return { address: '', mac: '' };
    const taken = new Set([
      pool.Gateway,
      ...this.#parts.containers().flatMap((container) => container.endpointOn(id)?.address ?? []),
    ]);
    if (asked !== '' && !isInside(asked, pool.Subnet))
      throw badRequest(`invalid address ${asked}: It does not belong to any of this network's subnets`);
    if (asked !== '' && taken.has(asked)) throw new DockerFault(403, 'Address already in use');
    const address = asked === '' ? firstFree(pool.IPRange ?? pool.Subnet, taken) : asked;
    if (address === undefined)
      throw new DockerFault(
        500,
        `no available IPv4 addresses on this network's address pools: ${name} (${id})`,
      );
    return { address, mac: macOf(address) };
  }

  /** As the virtual network asks for it: the same object while nothing changes. */
  topology(): Topology {
    this.#topology ??= hostTopology(this.#parts.host, this.all(), this.#plugs());
    return this.#topology;
  }

  /** Somebody came, went, or has another name. */
  changed(): void {
    this.#changed();
  }

  #changed(): void {
    this.#topology = undefined;
  }

  #plugs(): Plug[] {
    return this.#parts.containers().flatMap((container) =>
      container.isUp
        ? container.endpoints().flatMap(([network, { address }]) => {
            const record = this.find(network);
            return address === '' || !record
              ? []
              : [
                  {
                    network: record.id,
                    machine: container.networkId,
                    address,
                    names: record.name === 'bridge' ? [] : container.namesOn(network),
                  },
                ];
          })
        : [],
    );
  }
}
