import { z } from 'zod';
import { isoUnzoned } from '../../clock.ts';
import { Fault } from '../../fault.ts';
import { exceeds, type Quotas } from '../../quota.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import { asOf } from './as-of.ts';
import { paged } from './listing.ts';
import type { ComputeQuota } from './quota-sets.ts';
import { fingerprint, generateSshKey } from './ssh-key.ts';

const keyName = z.string().min(1).max(255);

const keypair = z.strictObject({
  name: keyName,
  public_key: z.string().optional(),
  type: z.enum(['ssh', 'x509']).optional(),
  user_id: z.string().optional(),
});
const createInput = (microversion: number) =>
  z.strictObject({
    keypair: asOf(keypair, { added: { type: 2, user_id: 10 }, required: { public_key: 92 } }, microversion),
  });

/** A key pair as it is kept: its public half; `createdAt` in milliseconds since the epoch. */
export const keypairRecord = z.object({
  /** `<user>/<name>`. */
  id: z.string(),
  number: z.number(),
  user: z.string(),
  /** The project of the token it was made with: a project that is purged takes it along. */
  project: z.string(),
  name: z.string(),
  type: z.enum(['ssh', 'x509']),
  publicKey: z.string(),
  fingerprint: z.string(),
  createdAt: z.number(),
});
export type KeypairRecord = z.infer<typeof keypairRecord>;

function brief({ microversion }: Pick<Call, 'microversion'>, record: KeypairRecord): object {
  return {
    name: record.name,
    public_key: record.publicKey,
    fingerprint: record.fingerprint,
    ...(microversion >= 2 && { type: record.type }),
  };
}

function full(call: Pick<Call, 'microversion'>, record: KeypairRecord): object {
  return {
    ...brief(call, record),
    user_id: record.user,
    created_at: isoUnzoned(record.createdAt),
    deleted: false,
    deleted_at: null,
    id: record.number,
    updated_at: null,
  };
}

/** Whose key pairs the call is about: from 2.10 an administrator may name another user. */
function userOf(call: Pick<Call, 'query' | 'caller' | 'microversion'>, given?: unknown): string {
  const other = call.microversion >= 10 ? (given ?? call.query.get('user_id')) : null;
  if (typeof other === 'string' && other !== call.caller.user.id) {
    if (!call.caller.admin) {
      throw new Fault(403, "Policy doesn't allow os_compute_api:os-keypairs:index to be performed.");
    }
    return other;
  }
  return call.caller.user.id;
}

function demand(records: Collection<KeypairRecord>, user: string, name: string): KeypairRecord {
  const found = records.get(`${user}/${name}`);
  if (!found) {
    throw new Fault(404, `Keypair ${name} not found for user ${user}`);
  }
  return found;
}

function refuseName(name: string, microversion: number): void {
  const allowed = microversion >= 92 ? /^[\w\- @.]+$/ : /^[\w\- ]+$/;
  if (!allowed.test(name)) {
    const letters = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const extra = microversion >= 92 ? '@._- ' : '_- ';
    throw new Fault(
      400,
      `An invalid 'name' value was provided. The name must be: Only expected characters: [${extra}${letters}]`,
    );
  }
}

function reading(records: Collection<KeypairRecord>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/v2.1/os-keypairs',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/compute/#list-keypairs',
      run: (call) => {
        const user = userOf(call);
        const found = records
          .where((each) => each.user === user)
          .sort((first, second) => (first.name < second.name ? -1 : 1));
        if (call.microversion < 35) {
          return { status: 200, body: { keypairs: found.map((each) => ({ keypair: brief(call, each) })) } };
        }
        const { items, links } = paged(call, 'keypairs', found, (each) => each.name);
        return {
          status: 200,
          body: { keypairs: items.map((each) => ({ keypair: brief(call, each) })), ...links },
        };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.1/os-keypairs/{name}',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/compute/#show-keypair-details',
      run: (call) => ({
        status: 200,
        body: { keypair: full(call, demand(records, userOf(call), call.param('name'))) },
      }),
    }),
  ];
}

/** Keeps a new key pair, if the user may have it. */
function keep(
  records: Collection<KeypairRecord>,
  given: Pick<KeypairRecord, 'user' | 'project' | 'name' | 'publicKey' | 'createdAt'>,
  most: number,
): KeypairRecord {
  const { user, name, publicKey } = given;
  const print = fingerprint(publicKey);
  if (print === null) {
    throw new Fault(400, 'Keypair data is invalid: failed to generate fingerprint');
  }
  if (records.get(`${user}/${name}`)) {
    throw new Fault(409, `Key pair '${name}' already exists.`);
  }
  if (exceeds(most, records.where((each) => each.user === user).length, 1)) {
    throw new Fault(403, 'Quota exceeded, too many key pairs.');
  }
  const number = Math.max(0, ...records.all().map((each) => each.number)) + 1;
  return records.put({ ...given, id: `${user}/${name}`, number, type: 'ssh', fingerprint: print });
}

/** Key pairs: whose holder may log in to a server. They belong to a user, not to a project. */
export function keypairs(
  records: Collection<KeypairRecord>,
  quotas: Quotas<ComputeQuota>,
  { clock }: Parts,
): Route[] {
  return [
    ...reading(records),
    route({
      method: 'POST',
      path: '/v2.1/os-keypairs',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/compute/#import-or-create-keypair',
      input: createInput,
      run: async (call) => {
        const given = call.body.keypair;
        refuseName(given.name, call.microversion);
        if (given.type === 'x509') {
          throw new Fault(
            400,
            'Keypair data is invalid: this cloud has no certificates, only keys of type ssh',
          );
        }
        const user = userOf(call, given.user_id);
        const made = given.public_key === undefined ? await generateSshKey('Generated-by-Nova') : null;
        const publicKey = made?.publicKey ?? given.public_key?.trim() ?? '';
        const { project } = call;
        const wanted = { user, project, name: given.name, publicKey, createdAt: clock.now() };
        const record = keep(records, wanted, quotas.limits(project).key_pairs);
        const secret = made && { private_key: made.privateKey };
        const shown = { ...brief(call, record), ...secret, user_id: user };
        return { status: call.microversion >= 2 ? 201 : 200, body: { keypair: shown } };
      },
    }),
    route({
      method: 'DELETE',
      path: '/v2.1/os-keypairs/{name}',
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/compute/#delete-keypair',
      run: (call) => {
        records.remove(demand(records, userOf(call), call.param('name')).id);
        return { status: call.microversion >= 2 ? 204 : 202 };
      },
    }),
  ];
}
