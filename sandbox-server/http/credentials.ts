import { stringify } from 'yaml';
import type { Learner } from '../learners/learners.ts';

/** Single quotes for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The variables by which clients of OpenStack find a learner's project at a server's `origin`, and prove who they are. */
export function cloudVariables(learner: Learner, origin: string): Record<string, string> {
  return {
    OS_AUTH_URL: `${origin}/cloud/identity/v3`,
    OS_USERNAME: learner.username,
    OS_PASSWORD: learner.password,
    OS_PROJECT_ID: learner.projectId,
    OS_PROJECT_NAME: learner.projectName,
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
    OS_REGION_NAME: 'RegionOne',
  };
}

/**
 * Shell variables for the `openstack` command and everything that reads the same ones
 * (https://docs.openstack.org/python-openstackclient/latest/cli/man/openstack.html): `source openrc`.
 */
export function openrc(learner: Learner, origin: string): string {
  const variables = {
    ...cloudVariables(learner, origin),
    OS_IDENTITY_API_VERSION: '3',
    OS_INTERFACE: 'public',
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return `# Your project on the pocket cloud: load it with  source openrc\n${lines.join('\n')}\n`;
}

/** The shell variable by which Docker's clients find a learner's part of the engine: `source docker.env`. */
export function dockerEnvironment(host: string): string {
  return `# Your part of Docker: load it with  source docker.env\nexport DOCKER_HOST=${quoted(host)}\nexport DOCKER_BUILDKIT=0\n`;
}

/**
 * The same for openstacksdk and its kin
 * (https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html): `OS_CLOUD=pocket`.
 */
export function cloudsYaml(learner: Learner, origin: string): string {
  return stringify({
    clouds: {
      pocket: {
        auth: {
          auth_url: `${origin}/cloud/identity/v3`,
          username: learner.username,
          password: learner.password,
          project_id: learner.projectId,
          project_name: learner.projectName,
          user_domain_name: 'Default',
          project_domain_name: 'Default',
        },
        region_name: 'RegionOne',
        interface: 'public',
        identity_api_version: 3,
      },
    },
  });
}
