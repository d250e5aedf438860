import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { inspectedContainer, listedContainer } from '../engine-api/container-answers.ts';
import type { EngineClient } from './engine.ts';
import type { HostLines } from './host-lines.ts';
import { unlessMissing } from './lookup.ts';
import { conflict, Refusal } from './refusal.ts';
import { readShown } from './shown.ts';
import { label, type Tenant } from './tenant.ts';

/** What a learner's own host is made of. */
export interface OwnHostParts {
  tenant: Tenant;
  engine: EngineClient;
  /** The image that the host's program is in, and how it is started there. */
  program(): Promise<{ image: string; command: string[] }>;
  /** The lines to the host's program: by them connections reach the learner's networks from outside. */
  lines: HostLines;
}

/** The address at which a published port is reached from the computer beneath. */
export interface Published {
  container: string;
  /** The container's name, as the learner knows it. */
  name: string;
  /** The container's port, such as `80/tcp`. */
  port: string;
  /** The port that the learner wished. */
  wished: number;
  /** The port of 127.0.0.1 that leads there. */
  bound: number;
}

const created = z.object({ Id: z.string() });
const mostTries = 24;
/** Of a bridge: nothing outside of it, and no address of this computer in it. */
const isolated = { 'com.docker.network.bridge.inhibit_ipv4': 'true' };

/**
 * A container that plays a learner's own host: the containers on `--net=host` live in its network, it has a card
 * in each of the learner's networks, and by it published ports are reached. The learner's networks lead nowhere
 * else: not to this computer, and not out of it.
 */
export class OwnHost {
  readonly #parts: OwnHostParts;
  #id: Promise<string> | undefined;
  #bridge: Promise<string> | undefined;
  readonly #published = new Map<string, { all: Published; close(): void }[]>();

  constructor(parts: OwnHostParts) {
    this.#parts = parts;
  }

  /** Ports that are published now. */
  get published(): Published[] {
    return [...this.#published.values()].flat().map(({ all }) => all);
  }

  /** The id of the host's container, which is made and started when it is first needed. */
  id(): Promise<string> {
    this.#id ??= this.#start();
    this.#id.catch(() => {
      this.#id = undefined;
    });
    return this.#id;
  }

  /** The learner's own default network, by its name in the engine. */
  bridge(): Promise<string> {
    const { tenant, engine } = this.#parts;
    this.#bridge ??= (async () => {
      const name = tenant.inward('bridge');
      const found = await unlessMissing(engine.json({ method: 'GET', path: `/networks/${name}` }));
      if (found === undefined) await this.createNetwork(name, {});
      return name;
    })();
    this.#bridge.catch(() => {
      this.#bridge = undefined;
    });
    return this.#bridge;
  }

  /** Makes a network that leads nowhere, with an address range that is free. @returns its id */
  async createNetwork(
    name: string,
    order: { subnet?: string; gateway?: string; range?: string; labels?: Record<string, string> },
  ): Promise<string> {
    const { tenant, engine } = this.#parts;
    for (let tries = 1; ; tries += 1) {
      const Subnet = order.subnet ?? `10.${randomInt(64, 128)}.${randomInt(256)}.0/24`;
      const range = {
        Subnet,
        ...(order.range && { IPRange: order.range }),
        ...(order.gateway && { Gateway: order.gateway }),
      };
      const body = {
        Name: name,
        CheckDuplicate: true,
        Driver: 'bridge',
        Internal: true,
        EnableIPv6: false,
        IPAM: { Driver: 'default', Config: [range] },
        Options: isolated,
        Labels: { ...order.labels, ...tenant.labels },
      };
      try {
        const { Id } = created.parse(await engine.json({ method: 'POST', path: '/networks/create', body }));
        if (this.#id) await this.join(Id);
        return Id;
      } catch (error) {
        const isTaken = error instanceof Refusal && /overlap/i.test(error.message);
        if (!isTaken || order.subnet !== undefined || tries >= mostTries) throw error;
      }
    }
  }

  /** Puts a card of the host into a network. */
  async join(network: string): Promise<void> {
    const Container = await this.id();
    await this.#parts.engine
      .status({ method: 'POST', path: `/networks/${network}/connect`, body: { Container } })
      .catch(alreadySo);
  }

  /** Takes the host's card out of a network, so that it can be removed. */
  async leave(network: string): Promise<void> {
    if (!this.#id) return;
    const body = { Container: await this.id(), Force: true };
    await this.#parts.engine
      .status({ method: 'POST', path: `/networks/${network}/disconnect`, body })
      .catch(alreadySo);
  }

  /** Puts the card back, where there is a host. */
  async rejoin(network: string): Promise<void> {
    if (this.#id) await this.join(network);
  }

  /** Refuses to start a container whose port another one has, as on any host. */
  async makeRoom(reference: string): Promise<void> {
    const { Config, Id } = await this.#inspect(reference);
    const { ports = {} } = readShown(Config.Labels?.[label.shown]);
    for (const [port, wished] of Object.entries(ports))
      for (const each of wished) {
        const [, kind] = port.split('/');
        const other = this.published.find(
          (one) => one.wished === each && one.port.endsWith(`/${kind}`) && one.container !== Id,
        );
        if (other)
          throw new Refusal(
            500,
            `driver failed programming external connectivity on endpoint: Bind for 0.0.0.0:${each} failed: port is already allocated`,
          );
      }
  }

  /** Opens the ports of a container that runs. */
  async publish(reference: string): Promise<void> {
    const { Config, Id, Name, State } = await this.#inspect(reference);
    const { ports = {} } = readShown(Config.Labels?.[label.shown]);
    if (!State.Running || Object.keys(ports).length === 0 || this.#published.has(Id)) return;
    const { lines, tenant } = this.#parts;
    await this.id();
    const opened: { all: Published; close(): void }[] = [];
    this.#published.set(Id, opened);
    for (const [port, wished] of Object.entries(ports)) {
      if (!port.endsWith('/tcp')) continue;
      for (const each of wished) {
        const { bound, close } = await lines.open(
          async () => `${await this.#addressOf(Id)} ${Number.parseInt(port, 10)}`,
        );
        opened.push({
          all: { container: Id, name: tenant.outward(Name) ?? '', port, wished: each, bound },
          close,
        });
      }
    }
  }

  /** Closes the ports of a container that has ended. */
  withdraw(id: string): void {
    for (const { close } of this.#published.get(id) ?? []) close();
    this.#published.delete(id);
  }

  /** Opens the ports of all containers that run already: those of an earlier server. */
  async resume(): Promise<void> {
    const { engine, tenant } = this.#parts;
    const filters = JSON.stringify({ label: [tenant.filter, `${label.role}=container`] });
    const found = z
      .array(listedContainer)
      .parse(await engine.json({ method: 'GET', path: '/containers/json', query: { filters } }));
    for (const { Id } of found) await this.publish(Id);
  }

  close(): void {
    for (const id of this.#published.keys()) this.withdraw(id);
    this.#parts.lines.close();
  }

  /** Forgets the host and the networks, which somebody else has removed. */
  forget(): void {
    for (const id of this.#published.keys()) this.withdraw(id);
    this.#id = undefined;
    this.#bridge = undefined;
  }

  async #inspect(reference: string) {
    return inspectedContainer.parse(
      await this.#parts.engine.json({ method: 'GET', path: `/containers/${reference}/json` }),
    );
  }

  /** Where a container is found by the host: it may have another address after each start. */
  async #addressOf(id: string): Promise<string> {
    const { NetworkSettings } = await this.#inspect(id);
    const address = Object.values(NetworkSettings.Networks ?? {}).find(
      ({ IPAddress }) => IPAddress !== '',
    )?.IPAddress;
    if (address === undefined) throw conflict('The container has no address.');
    return address;
  }

  async #start(): Promise<string> {
    const { tenant, engine, program, lines } = this.#parts;
    const name = `host-of-${tenant.id}`;
    const bridge = await this.bridge();
    const folder = await lines.listen();
    const left = await this.#leftover(name);
    if (left !== undefined) return left;
    const { image, command } = await program();
    const memory = 96 * 2 ** 20;
    const body = {
      Image: image,
      Hostname: 'docker-host',
      User: '65534:65534',
      WorkingDir: '/',
      Env: ['HOME=/tmp', 'DENO_DIR=/workbook/cache', 'NO_COLOR=1', 'DENO_NO_UPDATE_CHECK=1'],
      Entrypoint: command,
      Cmd: [],
      Labels: { ...tenant.labels, [label.role]: 'host', [label.shown]: '', [label.image]: '' },
      HostConfig: {
        NetworkMode: bridge,
        Binds: [`${folder}:/lines:ro`],
        Memory: memory,
        MemorySwap: memory,
        NanoCpus: 5e8,
        PidsLimit: 64,
        ReadonlyRootfs: true,
        Tmpfs: { '/tmp': 'rw,noexec,nosuid,nodev,size=4m,mode=1777' },
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
        IpcMode: 'private',
        RestartPolicy: { Name: 'unless-stopped' },
        LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
      },
    };
    const { Id } = created.parse(
      await engine.json({ method: 'POST', path: '/containers/create', query: { name }, body }),
    );
    await engine.status({ method: 'POST', path: `/containers/${Id}/start` });
    await this.#joinAll(Id);
    return Id;
  }

  /** The host of an earlier server, if it still runs: containers may live in its network. */
  async #leftover(name: string): Promise<string | undefined> {
    const { engine } = this.#parts;
    const path = `/containers/${name}`;
    const found = await unlessMissing(engine.json({ method: 'GET', path: `${path}/json` }));
    if (found === undefined) return undefined;
    const { Id, State } = z
      .object({ Id: z.string(), State: z.object({ Running: z.boolean() }) })
      .parse(found);
    if (State.Running) return Id;
    await engine.status({ method: 'DELETE', path, query: { force: true, v: true } });
    return undefined;
  }

  async #joinAll(Container: string): Promise<void> {
    const { tenant, engine } = this.#parts;
    const filters = JSON.stringify({ label: [tenant.filter] });
    const found = z
      .array(created.extend({ Name: z.string() }))
      .parse(await engine.json({ method: 'GET', path: '/networks', query: { filters } }));
    for (const { Id, Name } of found)
      if (Name !== tenant.inward('bridge'))
        await engine
          .status({ method: 'POST', path: `/networks/${Id}/connect`, body: { Container } })
          .catch(alreadySo);
  }
}

/** Who is in a network already, or out of it, or both have gone, needs nothing done. */
function alreadySo(error: unknown): void {
  if (!(error instanceof Refusal) || ![403, 404].includes(error.status)) throw error;
}
