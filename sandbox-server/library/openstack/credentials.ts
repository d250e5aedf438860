import type { Environment } from './environment.ts';

/** Who logs in, where, and for which project: what an `openrc` file says. */
export interface Credentials {
  /** The address of Keystone, ending in `/v3`. */
  readonly authUrl: string;
  /** The body of `POST /v3/auth/tokens`. */
  readonly request: unknown;
  /** The region whose endpoints are used, or null for the first that the catalog has. */
  readonly region: string | null;
}

/**
 * Reads the `OS_*` variables that every OpenStack tool knows: an application credential if there is one,
 * else a user name, a password and a project.
 *
 * @throws Error that names the variables which are missing.
 */
export function readCredentials(env: Environment): Credentials {
  const authUrl = required(env, ['OS_AUTH_URL'])[0] ?? '';
  return {
    authUrl: withVersion(authUrl),
    request: env('OS_APPLICATION_CREDENTIAL_ID') ? applicationCredential(env) : password(env),
    region: env('OS_REGION_NAME') ?? null,
  };
}

function withVersion(authUrl: string): string {
  const trimmed = authUrl.replace(/\/+$/, '');
  return /\/v3$/.test(trimmed) ? trimmed : `${trimmed}/v3`;
}

function applicationCredential(env: Environment): unknown {
  const [id, secret] = required(env, ['OS_APPLICATION_CREDENTIAL_ID', 'OS_APPLICATION_CREDENTIAL_SECRET']);
  return {
    auth: { identity: { methods: ['application_credential'], application_credential: { id, secret } } },
  };
}

function password(env: Environment): unknown {
  const [name, secret] = required(env, ['OS_USERNAME', 'OS_PASSWORD']);
  const project = env('OS_PROJECT_ID');
  const scope = project
    ? { id: project }
    : {
        name: required(env, ['OS_PROJECT_NAME'])[0],
        domain: { name: env('OS_PROJECT_DOMAIN_NAME') ?? 'Default' },
      };
  const user = { name, password: secret, domain: { name: env('OS_USER_DOMAIN_NAME') ?? 'Default' } };
  return { auth: { identity: { methods: ['password'], password: { user } }, scope: { project: scope } } };
}

function required(env: Environment, names: string[]): string[] {
  const missing = names.filter((name) => !env(name));
  if (missing.length > 0) {
    throw new Error(
      `To connect, ${missing.join(' and ')} must be set. They come from your cloud's openrc file.`,
    );
  }
  return names.map((name) => env(name) ?? '');
}
