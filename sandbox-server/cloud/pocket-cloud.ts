import { z } from 'zod';
import type { Clock } from './clock.ts';
import { Cloud, type Observe } from './cloud.ts';
import { Fault } from './fault.ts';
import type { Hypervisor } from './hypervisor.ts';
import type { Ids } from './ids.ts';
import type { ServiceRequest } from './service.ts';
import { computeService } from './services/compute/compute-service.ts';
import { type IdentityOptions, identityService } from './services/identity/identity-service.ts';
import { imageService } from './services/image/image-service.ts';
import { networkService } from './services/network/network-service.ts';
import type { Store } from './store.ts';

/** What the pocket cloud is made of. */
export interface PocketCloudOptions extends IdentityOptions {
  store: Store;
  clock: Clock;
  hypervisor: Hypervisor;
  ids?: Ids;
  /** Told of errors that are our own fault. */
  report?: (error: unknown) => void;
  /** Sees each request that a service sends to another. */
  observe?: Observe;
}

/** A learner's place in the cloud: a project, and a user who is a member of it. */
export interface Learner {
  projectId: string;
  projectName: string;
  userId: string;
  userName: string;
}

const project = z.object({ project: z.object({ id: z.string(), name: z.string() }) });
const user = z.object({ user: z.object({ id: z.string(), name: z.string() }) });
const roles = z.object({ roles: z.array(z.object({ id: z.string() })) });

/** The cloud with the services of this course, and what its owner asks of it. */
export class PocketCloud extends Cloud {
  constructor({ store, clock, hypervisor, ids, report, observe, ...identity }: PocketCloudOptions) {
    super({
      store,
      clock,
      hypervisor,
      // Purging goes from the last to the first: servers before the networks and images that they use.
      services: [identityService(identity), imageService, networkService, computeService],
      ...(ids && { ids }),
      ...(report && { report }),
      ...(observe && { observe }),
    });
  }

  /**
   * Makes a project and a user of the same name, who is a member of it.
   * @throws Fault 409 when there is one of that name already.
   */
  async createLearner({ name, password }: { name: string; password: string }): Promise<Learner> {
    const made = project.parse(
      await this.#identity('projects', { method: 'POST', body: { project: { name, domain_id: 'default' } } }),
    ).project;
    try {
      const owner = await this.#createMember(name, password, made.id);
      return { projectId: made.id, projectName: made.name, userId: owner.id, userName: owner.name };
    } catch (error) {
      await this.#identity(`projects/${made.id}`, { method: 'DELETE' });
      throw error;
    }
  }

  async #createMember(
    name: string,
    password: string,
    projectId: string,
  ): Promise<z.infer<typeof user>['user']> {
    const one = { name, password, domain_id: 'default', default_project_id: projectId };
    const made = user.parse(await this.#identity('users', { method: 'POST', body: { user: one } })).user;
    const [member] = roles.parse(await this.#identity('roles?name=member')).roles;
    await this.#identity(`projects/${projectId}/users/${made.id}/roles/${member?.id}`, { method: 'PUT' });
    return made;
  }

  /** Removes a learner: all they have, their user and their project; what is gone already is no fault. */
  async removeLearner({ projectId, userId }: Pick<Learner, 'projectId' | 'userId'>): Promise<void> {
    await this.purgeProject(projectId);
    for (const path of [`users/${userId}`, `projects/${projectId}`]) {
      await this.#identity(path, { method: 'DELETE' }).catch((error: unknown) => {
        if (!(error instanceof Fault) || error.status !== 404) throw error;
      });
    }
  }

  async #identity(path: string, request?: ServiceRequest): Promise<unknown> {
    const response = await this.ask(`/identity/v3/${path}`, request);
    if (!response.ok) {
      throw new Fault(response.status, `Identity refused: ${await response.text()}`);
    }
    return response.status === 204 ? null : response.json();
  }
}

/** Opens the pocket cloud on its stored state, ready for requests. */
export async function openPocketCloud(options: PocketCloudOptions): Promise<PocketCloud> {
  const cloud = new PocketCloud(options);
  await cloud.start();
  return cloud;
}
