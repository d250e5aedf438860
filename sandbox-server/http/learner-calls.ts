import { z } from 'zod';
import type { Learner } from '../learners/learners.ts';
import type { CloudDoor } from './cloud.ts';

const tokenAnswer = z.object({
  token: z.object({
    catalog: z.array(
      z.object({
        type: z.string(),
        endpoints: z.array(z.object({ interface: z.string(), url: z.string() })),
      }),
    ),
  }),
});

/** A cloud that would not answer one of the calls that we make in a learner's name. */
class CloudCallError extends Error {
  override name = 'CloudCallError';
  readonly status = 502;
}

interface Access {
  token: string;
  endpoints: ReadonlyMap<string, string>;
}

/** What is read: a service of the catalog by its type, a path, and the microversion to ask for, such as `compute 2.47`. */
export interface Question {
  service: string;
  path: string;
  version?: string;
}

/** Reads from a service of the cloud; what comes back is parsed by `shape`. */
export interface Calls {
  get<Shape extends z.ZodType>(question: Question, shape: Shape): Promise<z.infer<Shape>>;
}

/** Calls a cloud as one learner, by its ordinary APIs, so that what we show is what any client would see. */
export interface LearnerCalls {
  as(learner: Learner, origin: string): Calls;
}

async function authenticate(cloud: CloudDoor, learner: Learner, origin: string): Promise<Access> {
  const user = { name: learner.username, domain: { name: 'Default' }, password: learner.password };
  const answer = await cloud.fetch(
    new Request(`${origin}/cloud/identity/v3/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        auth: {
          identity: { methods: ['password'], password: { user } },
          scope: { project: { id: learner.projectId } },
        },
      }),
    }),
  );
  if (answer.status !== 201) throw new CloudCallError(`The cloud gave no token (${answer.status}).`);
  const { token } = tokenAnswer.parse(await answer.json());
  const endpoints = token.catalog.map(
    (service) =>
      [service.type, service.endpoints.find((end) => end.interface === 'public')?.url ?? ''] as const,
  );
  return { token: answer.headers.get('x-subject-token') ?? '', endpoints: new Map(endpoints) };
}

/** Keeps one token for each learner and origin, and takes a new one when the cloud no longer knows it. */
export function createLearnerCalls(cloud: CloudDoor): LearnerCalls {
  const kept = new Map<string, Promise<Access>>();

  const access = (learner: Learner, origin: string, renew: boolean): Promise<Access> => {
    const key = `${learner.id} ${origin}`;
    const known = renew ? undefined : kept.get(key);
    if (known) return known;
    const fresh = authenticate(cloud, learner, origin);
    kept.set(key, fresh);
    fresh.catch(() => kept.delete(key));
    return fresh;
  };

  const read = async (learner: Learner, origin: string, question: Question, renew = false) => {
    const { service, path, version } = question;
    const { token, endpoints } = await access(learner, origin, renew);
    const url = `${endpoints.get(service) ?? ''}${path}`;
    const headers = new Headers({ 'x-auth-token': token });
    if (version !== undefined) headers.set('openstack-api-version', version);
    const answer = await cloud.fetch(new Request(url, { headers }));
    if (answer.status === 401 && !renew) return read(learner, origin, question, true);
    if (!answer.ok)
      throw new CloudCallError(`The ${service} service answered ${answer.status} to GET ${path}.`);
    return answer.json();
  };

  return {
    as: (learner, origin) => ({
      get: async (question, shape) => shape.parse(await read(learner, origin, question)),
    }),
  };
}
