import { type Kind, type Stoppable, unwrap } from '../collection.ts';
import { OpenStackError } from '../error.ts';
import type { Service } from '../service.ts';
import { list as listOf, object, optional, parse, type Shape, text } from '../shape.ts';

/** The public half of an SSH key, kept by the cloud and put into the servers that name it. */
export interface Keypair {
  name: string;
  public_key: string;
  fingerprint: string;
  /** The private half: given once, by the call that makes the pair, and never kept by the cloud. */
  private_key?: string | undefined;
}

/** Your key pairs; they have names in place of ids. API: https://docs.openstack.org/api-ref/compute/#keypairs-keypairs */
export interface Keypairs {
  list(options?: Stoppable): Promise<Keypair[]>;
  /** The one with this name, or undefined when there is none. */
  find(name: string, options?: Stoppable): Promise<Keypair | undefined>;
  /** @throws OpenStackError with status 404 when there is none. */
  get(name: string, options?: Stoppable): Promise<Keypair>;
  /** With `public_key` yours is taken; without, the cloud makes a pair and answers with its `private_key`. */
  create(wanted: { name: string; public_key?: string }, options?: Stoppable): Promise<Keypair>;
  delete(name: string, options?: Stoppable): Promise<void>;
}

const keypair: Shape<Keypair> = object<Keypair>({
  name: text,
  public_key: text,
  fingerprint: text,
  private_key: optional(text),
});

interface KeypairList {
  keypairs: { keypair: Keypair }[];
}

const keypairList: Shape<KeypairList> = object<KeypairList>({
  keypairs: listOf(object<{ keypair: Keypair }>({ keypair })),
});

/** The key pairs of a compute service. */
export function keypairs(service: Service): Keypairs {
  const path = '/os-keypairs';
  const pathOf = (name: string) => `${path}/${encodeURIComponent(name)}`;
  const kind: Kind<Keypair> = {
    service,
    path,
    one: 'keypair',
    many: 'keypairs',
    label: (item) => item.name,
    shape: keypair,
  };
  const get = async (name: string, { signal }: Stoppable = {}) =>
    unwrap(kind, await service.call('GET', pathOf(name), { signal }));
  return {
    get,
    async list({ signal } = {}) {
      const answer = await service.call('GET', path, { signal });
      return parse(keypairList, answer, 'answer').keypairs.map((item) => item.keypair);
    },
    async find(name, options) {
      try {
        return await get(name, options);
      } catch (error) {
        if (error instanceof OpenStackError && error.status === 404) return undefined;
        throw error;
      }
    },
    async create(wanted, { signal } = {}) {
      return unwrap(kind, await service.call('POST', path, { body: { keypair: wanted }, signal }));
    },
    async delete(name, { signal } = {}) {
      await service.call('DELETE', pathOf(name), { signal });
    },
  };
}
