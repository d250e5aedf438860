import type { z } from 'zod';
import type { Named } from '../../caller.ts';
import { Fault } from '../../fault.ts';
import type { Parts } from '../../service.ts';
import type { Grant } from '../../tokens.ts';
import type { authInput } from './auth-tokens.ts';
import { type Directory, effectiveRoles } from './directory.ts';
import type { Passwords } from './password.ts';
import { expecting } from './spelling.ts';
import type { UserRecord } from './users.ts';

type Auth = z.infer<typeof authInput>['auth'];
type Reference = { id?: string | undefined; name?: string | undefined };

/** Who it is, how that was proved, and until when a token of theirs may live. */
interface Proof {
  user: UserRecord;
  methods: string[];
  expiresAt: number;
  auditIds: string[];
}

const SUPPORTED = ['password', 'token'];

function unauthorized(): Fault {
  return new Fault(401, 'The request you have made requires authentication.');
}

function byReference<T extends Named>(
  records: { get(id: string): T | undefined; find(accepts: (record: T) => boolean): T | undefined },
  { id, name }: Reference,
  accepts: (record: T) => boolean = () => true,
): T | undefined {
  return id === undefined ? records.find((each) => each.name === name && accepts(each)) : records.get(id);
}

async function userByPassword(
  directory: Directory,
  passwords: Passwords,
  { password }: Auth['identity'],
): Promise<UserRecord> {
  if (!password) {
    throw expecting('password', 'identity');
  }
  const given = password.user;
  if (given.id === undefined && given.name === undefined) {
    throw expecting('id or name', 'user');
  }
  if (given.id === undefined && given.domain === undefined) {
    throw expecting('domain', 'user');
  }
  const domain = byReference(directory.domains, given.domain ?? {});
  const user = byReference(directory.users, given, (each) => each.domain === domain?.id);
  const known = await passwords.matches(given.password ?? '', user?.password ?? null);
  if (!user?.enabled || !known) {
    throw unauthorized();
  }
  return user;
}

/**
 * Proves who calls and to what their token is to be scoped. Every failure is the same 401.
 * @param lifetime how long a new token lives, in milliseconds
 */
export function authenticator(
  directory: Directory,
  parts: Parts,
  { passwords, lifetime }: { passwords: Passwords; lifetime: number },
): (auth: Auth) => Promise<Grant> {
  const { tokens, clock, ids } = parts;
  const auditId = (): string => ids.bytes(16).toBase64({ alphabet: 'base64url', omitPadding: true });

  const byPassword = async (identity: Auth['identity']): Promise<Proof> => {
    const user = await userByPassword(directory, passwords, identity);
    const expiresAt = clock.now() + lifetime;
    return { user, methods: ['password'], expiresAt, auditIds: [auditId()] };
  };

  const byToken = async ({ token }: Auth['identity']): Promise<Proof> => {
    if (!token) {
      throw expecting('token', 'identity');
    }
    const record = await tokens.find(token.id);
    const user = directory.users.get(record?.user.id ?? '');
    if (!record || !user?.enabled) {
      throw unauthorized();
    }
    const first = record.auditIds.at(-1);
    const auditIds = first === undefined ? [auditId()] : [auditId(), first];
    const methods = [...new Set([...record.methods, 'token'])];
    return { user, methods, expiresAt: record.expiresAt, auditIds };
  };

  return async ({ identity, scope }) => {
    const method = identity.methods[0];
    if (method === undefined || identity.methods.some((each) => !SUPPORTED.includes(each))) {
      throw new Fault(401, 'Attempted to authenticate with an unsupported method.', {
        extra: { identity: { methods: SUPPORTED } },
      });
    }
    const proof = await (method === 'token' ? byToken(identity) : byPassword(identity));
    return granted(directory, proof, scope);
  };
}

function granted(directory: Directory, proof: Proof, scope: Auth['scope']): Grant {
  const { user, methods, expiresAt, auditIds } = proof;
  const domainOf = (id: string): Named => ({ id, name: directory.domains.get(id)?.name ?? '' });
  const common = { methods, expiresAt, auditIds, user: shown(user, domainOf(user.domain)) };
  const unscoped = { ...common, project: null, domain: null, roles: [] };
  if (scope === 'unscoped') {
    return unscoped;
  }
  if (scope === undefined) {
    const project = directory.projects.get(user.defaultProject ?? '');
    const usable = project?.enabled && effectiveRoles(directory, user.id, project.id).length > 0;
    return usable ? granted(directory, proof, { project: { id: project.id } }) : unscoped;
  }
  if (scope.project) {
    const domain = byReference(directory.domains, scope.project.domain ?? {});
    const project = byReference(directory.projects, scope.project, (each) => each.domain === domain?.id);
    const roles = project?.enabled ? rolesOf(directory, user, project.id) : [];
    if (!project || roles.length === 0) {
      throw unauthorized();
    }
    return { ...common, project: shown(project, domainOf(project.domain)), domain: null, roles };
  }
  const domain = scope.domain && byReference(directory.domains, scope.domain);
  const roles = domain ? rolesOf(directory, user, domain.id) : [];
  if (!domain || roles.length === 0) {
    throw unauthorized();
  }
  return { ...common, project: null, domain: { id: domain.id, name: domain.name }, roles };
}

function shown({ id, name }: Named, domain: Named): Named & { domain: Named } {
  return { id, name, domain };
}

function rolesOf(directory: Directory, user: UserRecord, target: string): Named[] {
  return effectiveRoles(directory, user.id, target).map(({ id, name }) => ({ id, name }));
}
