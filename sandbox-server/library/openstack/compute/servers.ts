import {
  idOf,
  itemPath,
  type Kind,
  type Readable,
  type Reference,
  readable,
  type Stoppable,
  type Writable,
  writable,
} from '../collection.ts';
import type { Service } from '../service.ts';
import { dictionary, list, nullable, number, object, optional, parse, type Shape, text } from '../shape.ts';
import type { World } from '../world.ts';
import { type Waiting, waitFor, waitUntilGone } from './waiting.ts';

/** One address of a server, and how it got it. */
export interface ServerAddress {
  addr: string;
  version: number;
  /** `fixed`: its own, on its network; `floating`: lent to it, reachable from outside. */
  'OS-EXT-IPS:type'?: string | undefined;
  'OS-EXT-IPS-MAC:mac_addr'?: string | undefined;
}

/** A virtual machine, in Nova's own words. */
export interface Server {
  id: string;
  name: string;
  /** `BUILD`, `ACTIVE`, `SHUTOFF`, `REBOOT`, `ERROR` … */
  status: string;
  /** What it is doing at the moment (`spawning`, `powering-off` …), or null. */
  'OS-EXT-STS:task_state'?: string | null | undefined;
  /** Addresses by the name of the network that they are on. */
  addresses: Record<string, ServerAddress[]>;
  created: string;
  updated: string;
  flavor: { id?: string | undefined; original_name?: string | undefined };
  key_name?: string | null | undefined;
  metadata?: Record<string, string> | undefined;
  security_groups?: { name: string }[] | undefined;
  /** Why it failed, when `status` is `ERROR`. */
  fault?: { code: number; message: string } | undefined;
}

/** What a server is made of. */
export interface NewServer {
  name: string;
  /** Id of the image that is copied onto its disk. */
  imageRef: string;
  /** Id of the flavor: how many vCPUs, how much memory, how large a disk. */
  flavorRef: string;
  /** The networks that it gets a card on. Left out: the project's only network. */
  networks?: ({ uuid: string; fixed_ip?: string } | { port: string })[] | 'auto' | 'none';
  key_name?: string;
  /** Security groups, by name. Left out: the group `default`. */
  security_groups?: { name: string }[];
  /** What cloud-init runs at the first boot, in Base64: `base64('#!/usr/bin/env bash …')`. */
  user_data?: string;
  metadata?: Record<string, string>;
}

/** The servers of your project. API: https://docs.openstack.org/api-ref/compute/#servers-servers */
export interface Servers
  extends Readable<Server>,
    Writable<Server, NewServer, { name?: string; description?: string }> {
  /** Orders a server. It is not there yet when this returns: its `status` is `BUILD`. */
  create(wanted: NewServer, options?: Stoppable): Promise<Server>;
  /** Turns a stopped server on. */
  start(server: Reference, options?: Stoppable): Promise<void>;
  /** Turns it off; disk, addresses and id stay. */
  stop(server: Reference, options?: Stoppable): Promise<void>;
  /** `SOFT` asks the guest to restart, `HARD` cuts the power. */
  reboot(server: Reference, type?: 'SOFT' | 'HARD', options?: Stoppable): Promise<void>;
  /** The last lines that it wrote on its console; all of them without `length`. */
  consoleLog(server: Reference, length?: number, options?: Stoppable): Promise<string>;
  /** Adds a security group, by name, to every port of the server. */
  addSecurityGroup(server: Reference, name: string, options?: Stoppable): Promise<void>;
  /** Takes a security group, by name, away from every port of the server. */
  removeSecurityGroup(server: Reference, name: string, options?: Stoppable): Promise<void>;
  /**
   * Asks again and again until the server has this status. OpenStack does not call back: every tool waits so.
   *
   * @throws Error when it goes to `ERROR` instead (with Nova's reason) or when the time is over.
   */
  waitFor(server: Reference, status: string, options?: Waiting): Promise<Server>;
  /** Asks again and again until the server is gone. */
  waitUntilGone(server: Reference, options?: Waiting): Promise<void>;
}

const address: Shape<ServerAddress> = object<ServerAddress>({
  addr: text,
  version: number,
  'OS-EXT-IPS:type': optional(text),
  'OS-EXT-IPS-MAC:mac_addr': optional(text),
});

const server: Shape<Server> = object<Server>({
  id: text,
  name: text,
  status: text,
  'OS-EXT-STS:task_state': optional(nullable(text)),
  addresses: dictionary(list(address)),
  created: text,
  updated: text,
  flavor: object<Server['flavor']>({ id: optional(text), original_name: optional(text) }),
  key_name: optional(nullable(text)),
  metadata: optional(dictionary(text)),
  security_groups: optional(list(object<{ name: string }>({ name: text }))),
  fault: optional(object<{ code: number; message: string }>({ code: number, message: text })),
});

const created: Shape<{ id: string }> = object<{ id: string }>({ id: text });
const consoleOutput: Shape<{ output: string }> = object<{ output: string }>({ output: text });

/** The servers of a compute service. */
export function servers(service: Service, world: World): Servers {
  const kind: Kind<Server> = {
    service,
    path: '/servers',
    detail: '/servers/detail',
    one: 'server',
    many: 'servers',
    label: (item) => item.name,
    shape: server,
  };
  const read = readable(kind);
  const ordered = writable<{ id: string }, NewServer, never>({
    ...kind,
    label: (item) => item.id,
    shape: created,
  });
  const act = async (resource: Reference, body: object, { signal }: Stoppable = {}) =>
    service.call('POST', `${itemPath(kind, resource)}/action`, { body, signal });
  const watched = (resource: Reference, signal?: AbortSignal) => read.get(resource, { signal });
  return {
    ...read,
    ...writable<Server, NewServer, { name?: string; description?: string }>(kind),
    // Nova answers the order with an id and little else: the rest is read at once.
    create: async (wanted, options) => read.get(await ordered.create(wanted, options), options),
    start: async (it, options) => void (await act(it, { 'os-start': null }, options)),
    stop: async (it, options) => void (await act(it, { 'os-stop': null }, options)),
    reboot: async (it, type = 'SOFT', options) => void (await act(it, { reboot: { type } }, options)),
    async consoleLog(it, length, options) {
      const answer = await act(
        it,
        { 'os-getConsoleOutput': length === undefined ? {} : { length } },
        options,
      );
      return parse(consoleOutput, answer, 'console output').output;
    },
    addSecurityGroup: async (it, name, options) =>
      void (await act(it, { addSecurityGroup: { name } }, options)),
    removeSecurityGroup: async (it, name, options) =>
      void (await act(it, { removeSecurityGroup: { name } }, options)),
    waitFor: (it, status, options) => waitFor(watched, idOf(it), status, world, options),
    waitUntilGone: (it, options) => waitUntilGone(watched, idOf(it), world, options),
  };
}
