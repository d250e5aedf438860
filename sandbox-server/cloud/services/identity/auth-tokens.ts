import { z } from 'zod';
import { isoMicroseconds } from '../../clock.ts';
import { Fault } from '../../fault.ts';
import { type Call, type Exchange, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Grant, TokenRecord } from '../../tokens.ts';
import { catalog } from './catalog.ts';
import { keystoneSpelling } from './spelling.ts';

const reference = { id: z.string().optional(), name: z.string().optional() };
const domain = z.object(reference).optional();

/** What `POST /v3/auth/tokens` takes. */
export const authInput = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()),
      password: z
        .object({ user: z.object({ ...reference, domain, password: z.string().optional() }) })
        .optional(),
      token: z.object({ id: z.string() }).optional(),
    }),
    scope: z
      .union([
        z.literal('unscoped'),
        z.object({ project: z.object({ ...reference, domain }).optional(), domain }),
      ])
      .optional(),
  }),
});

/** A token as Keystone shows it; with the catalog unless the query says `nocatalog`. */
function view(call: Exchange, record: TokenRecord, parts: Parts): object {
  const scoped = record.project !== null || record.domain !== null;
  const where = { root: call.root, region: parts.region, project: record.project?.id ?? '' };
  return {
    methods: record.methods,
    user: { ...record.user, password_expires_at: null },
    audit_ids: record.auditIds,
    expires_at: isoMicroseconds(record.expiresAt),
    issued_at: isoMicroseconds(record.issuedAt),
    ...(record.project && { project: record.project, is_domain: false }),
    ...(record.domain && { domain: record.domain }),
    ...(scoped && { roles: record.roles }),
    ...(scoped && !call.url.searchParams.has('nocatalog') && { catalog: catalog(parts.services(), where) }),
  };
}

/** The token that the call is about; its owner and an administrator may ask. */
async function subject(call: Call, policy: string, { tokens }: Parts): Promise<[string, TokenRecord]> {
  const token = call.request.headers.get('x-subject-token');
  if (token === null) {
    throw keystoneSpelling.forbidden(policy);
  }
  const record = await tokens.find(token);
  if (!record) {
    throw new Fault(404, 'Could not recognize Fernet token');
  }
  if (record.user.id !== call.caller.user.id && !call.caller.admin && !call.caller.service) {
    throw keystoneSpelling.forbidden(policy);
  }
  return [token, record];
}

/** Tokens: what a client shows with each request. */
export function authTokens(
  parts: Parts,
  authenticate: (auth: z.infer<typeof authInput>['auth']) => Promise<Grant>,
): Route[] {
  const path = '/v3/auth/tokens';
  return [
    route({
      method: 'POST',
      path,
      rule: 'open',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#password-authentication-with-scoped-authorization',
      input: authInput,
      run: async (call) => {
        const { token, record } = await parts.tokens.issue(await authenticate(call.body.auth));
        return {
          status: 201,
          headers: { 'x-subject-token': token },
          body: { token: view(call, record, parts) },
        };
      },
    }),
    route({
      method: 'GET',
      path,
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#validate-and-show-information-for-token',
      run: async (call) => {
        const [token, record] = await subject(call, 'identity:validate_token', parts);
        return {
          status: 200,
          headers: { 'x-subject-token': token },
          body: { token: view(call, record, parts) },
        };
      },
    }),
    route({
      method: 'DELETE',
      path,
      rule: 'token',
      docs: 'https://docs.openstack.org/api-ref/identity/v3/#revoke-token',
      run: async (call) => {
        const [token] = await subject(call, 'identity:revoke_token', parts);
        await parts.tokens.revoke(token);
        return { status: 204 };
      },
    }),
  ];
}
