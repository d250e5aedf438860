import type { Parts, Service, ServiceFactory } from '../../service.ts';
import { auth } from './auth.ts';
import { authTokens } from './auth-tokens.ts';
import { authenticator } from './authenticate.ts';
import { type Directory, openDirectory } from './directory.ts';
import { discovery } from './discovery.ts';
import { domains } from './domains.ts';
import { endpoints } from './endpoints.ts';
import { openPasswords, type Passwords } from './password.ts';
import { projects } from './projects.ts';
import { regions } from './regions.ts';
import { roleAssignments } from './role-assignments.ts';
import { roles } from './roles.ts';
import { services } from './services.ts';
import { keystoneSpelling } from './spelling.ts';
import { userChanges } from './user-changes.ts';
import { users } from './users.ts';

/** What the identity service is told by the cloud's maker. */
export interface IdentityOptions {
  /** Of the user `admin` in the project `admin` of the domain `Default`. */
  adminPassword: string;
  /** Rounds of PBKDF2. Default 100 000. */
  passwordRounds?: number;
  /** How long a token lives, in milliseconds. Default 4 h. */
  tokenLifetime?: number;
}

const HOUR = 3_600_000;
const FIXED_ROLES = ['admin', 'member', 'reader', 'service'];

async function seed(
  directory: Directory,
  passwords: Passwords,
  parts: Parts,
  password: string,
): Promise<void> {
  const domain = 'default';
  directory.domains.put({ id: domain, name: 'Default', description: 'The default domain', enabled: true });
  for (const name of FIXED_ROLES) {
    if (!directory.roles.find((each) => each.name === name)) {
      directory.roles.put({ id: parts.ids.hex(), name, description: null, immutable: true });
    }
  }
  const project =
    directory.projects.find((each) => each.name === 'admin' && each.domain === domain) ??
    directory.projects.put({
      id: parts.ids.hex(),
      name: 'admin',
      domain,
      description: 'Bootstrap project for initializing the cloud.',
      enabled: true,
      tags: [],
    });
  const known = directory.users.find((each) => each.name === 'admin' && each.domain === domain);
  if (!known || !(await passwords.matches(password, known.password))) {
    directory.users.put({
      id: known?.id ?? parts.ids.hex(),
      name: 'admin',
      domain,
      enabled: true,
      password: await passwords.hash(password),
      defaultProject: null,
      extra: known?.extra ?? {},
    });
  }
  const user = directory.users.find((each) => each.name === 'admin' && each.domain === domain);
  const role = directory.roles.find((each) => each.name === 'admin');
  if (user && role) {
    const id = `${project.id}:${user.id}:${role.id}`;
    directory.assignments.put({
      id,
      user: user.id,
      role: role.id,
      target: { kind: 'project', id: project.id },
    });
  }
}

/** Identity: Keystone's API, version 3. */
export function identityService(options: IdentityOptions): ServiceFactory {
  return (parts): Service => {
    const directory = openDirectory(parts.store);
    const passwords = openPasswords({ ids: parts.ids, rounds: options.passwordRounds ?? 100_000 });
    const lifetime = options.tokenLifetime ?? 4 * HOUR;
    return {
      type: 'identity',
      name: 'keystone',
      segment: 'identity',
      endpoint: '/identity',
      spelling: keystoneSpelling,
      guarded: false,
      routes: [
        ...discovery(),
        ...authTokens(parts, authenticator(directory, parts, { passwords, lifetime })),
        ...auth(directory, parts),
        ...domains(directory),
        ...projects(directory, parts),
        ...users(directory),
        ...userChanges(directory, parts, passwords),
        ...roles(directory, parts),
        ...roleAssignments(directory, parts),
        ...regions(parts),
        ...services(parts),
        ...endpoints(parts),
      ],
      seed: () => seed(directory, passwords, parts, options.adminPassword),
    };
  };
}
