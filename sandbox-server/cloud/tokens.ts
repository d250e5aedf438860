import { z } from 'zod';
import type { Caller } from './caller.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import { collection, type Store } from './store.ts';

/** The most tokens that a user may hold: whoever takes more loses the oldest. */
const MOST_OF_USER = 500;

const named = z.object({ id: z.string(), name: z.string() });

const grant = z.object({
  methods: z.array(z.string()),
  user: named.extend({ domain: named }),
  project: named.extend({ domain: named }).nullable(),
  domain: named.nullable(),
  roles: z.array(named),
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
  auditIds: z.array(z.string()),
});

/** What a token grants, before there is a token. */
export type Grant = z.infer<typeof grant>;

const tokenRecord = grant.extend({
  /** The SHA-256 of the token: who reads the store cannot use what is there. */
  id: z.string(),
  issuedAt: z.number(),
});

/** A token as it is kept. */
export type TokenRecord = z.infer<typeof tokenRecord>;

/** The tokens of the cloud. Identity issues them; the gateway asks what they are worth. */
export interface Tokens {
  issue(grant: Grant): Promise<{ token: string; record: TokenRecord }>;
  /** Null when it was never issued, was revoked, or has expired. */
  find(token: string): Promise<TokenRecord | null>;
  /** Whether there was such a token. */
  revoke(token: string): Promise<boolean>;
  /** Revokes each token that `matches`: of a user whose password changed, of a deleted project. */
  revokeWhere(matches: (record: TokenRecord) => boolean): void;
  /** The token of a service of this cloud. It lives in memory and as long as the process. */
  ofService(name: string): string;
  /** Who calls with this token; null when it is not valid. */
  caller(token: string, serviceToken?: string | null): Promise<Caller | null>;
}

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return new Uint8Array(hash).toHex();
}

function serviceCaller(name: string, token: string): Caller {
  const domain = { id: 'default', name: 'Default' };
  return {
    token,
    user: { id: name, name, domain },
    project: { id: 'service', name: 'service', domain },
    roles: ['admin', 'service'],
    admin: true,
    service: true,
  };
}

function userCaller(token: string, record: TokenRecord, service: boolean): Caller {
  const roles = record.roles.map((role) => role.name);
  const { user, project } = record;
  return { token, user, project, roles, admin: roles.includes('admin'), service };
}

/** Opens the tokens kept in `store`. */
export function openTokens({ store, clock, ids }: { store: Store; clock: Clock; ids: Ids }): Tokens {
  const records = collection(store, 'tokens', tokenRecord);
  const services = new Map<string, Caller>();
  const random = (): string => `gAAAAA${ids.bytes(90).toBase64({ alphabet: 'base64url' })}`;

  const sweep = (now: number): void => {
    for (const record of records.where((each) => each.expiresAt <= now)) {
      records.remove(record.id);
    }
  };

  const makeRoom = (userId: string): void => {
    const own = records.where((each) => each.user.id === userId);
    const surplus = own.length - MOST_OF_USER + 1;
    const oldest = own.toSorted((one, other) => one.issuedAt - other.issuedAt).slice(0, Math.max(0, surplus));
    for (const record of oldest) {
      records.remove(record.id);
    }
  };

  const find = async (token: string): Promise<TokenRecord | null> => {
    const record = records.get(await digest(token));
    return record && record.expiresAt > clock.now() ? record : null;
  };

  return {
    issue: async (given) => {
      const now = clock.now();
      sweep(now);
      makeRoom(given.user.id);
      const token = random();
      const record = records.put({ ...given, id: await digest(token), issuedAt: now });
      return { token, record };
    },
    find,
    revoke: async (token) => records.remove(await digest(token)),
    revokeWhere: (matches) => {
      for (const record of records.where(matches)) {
        records.remove(record.id);
      }
    },
    ofService: (name) => {
      const known = services.entries().find(([, caller]) => caller.user.name === name);
      if (known) {
        return known[0];
      }
      const token = random();
      services.set(token, serviceCaller(name, token));
      return token;
    },
    caller: async (token, serviceToken) => {
      const service = services.get(token);
      if (service) {
        return service;
      }
      const record = await find(token);
      return record && userCaller(token, record, services.has(serviceToken ?? ''));
    },
  };
}
