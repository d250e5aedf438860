import { z } from 'zod';
import type { LearnerAccounts } from '../learners/learners.ts';

/** Asks a cloud as its administrator; `path` is below `/cloud`. */
export interface Administrator {
  ask(path: string, request?: { method?: string; body?: object }): Promise<Response>;
}

const made = {
  project: z.object({ project: z.object({ id: z.string() }) }),
  user: z.object({ user: z.object({ id: z.string() }) }),
};
const roleList = z.object({ roles: z.array(z.object({ id: z.string(), name: z.string() })) });
const domainList = z.object({ domains: z.array(z.object({ id: z.string(), name: z.string() })) });

/** What a member of a project may hold, as on a cloud of today (https://docs.openstack.org/keystone/latest/admin/service-api-protection.html). */
const MEMBER_ROLES = ['member', 'reader'];

async function call<Shape extends z.ZodType>(
  cloud: Administrator,
  method: string,
  path: string,
  shape: Shape,
  body?: object,
): Promise<z.infer<Shape>> {
  const answer = await cloud.ask(`/identity/v3${path}`, { method, ...(body && { body }) });
  if (!answer.ok)
    throw new Error(`The cloud answered ${answer.status} to ${method} ${path}: ${await answer.text()}`);
  return shape.parse(answer.status === 204 ? undefined : await answer.json());
}

/** Gives each learner a project and a user of their own, by the identity API, as an administrator does. */
export function learnerAccounts(cloud: Administrator): LearnerAccounts {
  return {
    async createLearner({ name, password }) {
      const { domains } = await call(cloud, 'GET', '/domains?name=Default', domainList);
      const domain_id = domains[0]?.id;
      const { project } = await call(cloud, 'POST', '/projects', made.project, {
        project: { name, domain_id },
      });
      const account = { name, password, domain_id, default_project_id: project.id };
      const { user } = await call(cloud, 'POST', '/users', made.user, { user: account });
      const { roles } = await call(cloud, 'GET', '/roles', roleList);
      for (const role of roles.filter((each) => MEMBER_ROLES.includes(each.name))) {
        await call(cloud, 'PUT', `/projects/${project.id}/users/${user.id}/roles/${role.id}`, z.undefined());
      }
      return { projectId: project.id, userId: user.id };
    },
  };
}
