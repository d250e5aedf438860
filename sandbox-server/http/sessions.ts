import { type Request, type RequestHandler, Router } from 'express';
import rateLimit, { ipKeyGenerator } from 'express-rate-limit';
import { ClassroomFull, type Learner, type Learners } from '../learners/learners.ts';
import type { CallRecord } from '../protocol/wire.ts';
import { cloudsYaml, dockerEnvironment, openrc } from './credentials.ts';
import { readLearnerCookie, writeLearnerCookie } from './learner-cookie.ts';
import { type Knows, type LearnerHandler, learnersOnly } from './learners-only.ts';
import { type WorkParts, workRoutes } from './work.ts';

/** New learners that one address may make in a minute: a whole class behind one router, but no flood. */
const NEW_LEARNERS_A_MINUTE = 120;

const NO_DOCKER =
  'There is no Docker engine behind this server: its teacher can offer one (WORKBOOK_DOCKER).';

/** How a learner reaches Docker. */
export interface DockerAccess {
  /** For DOCKER_HOST. */
  host: string;
  /** The ports that their containers have published, and where they are reached. */
  published: { container: string; port: string; wished: number; address: string }[];
}

/** What the session routes ask of the rest of the server. */
export interface SessionParts {
  learners: Learners;
  cookieKey: string;
  /** Whether nobody more can be served: whoever is not known yet is told to come later. */
  isFull(): boolean;
  /** The origin that this request came to: `http://127.0.0.1:4321`. */
  originOf(request: Request): string;
  overview(learner: Learner, origin: string): Promise<object>;
  trace(learner: Learner, address: string, port: number): Promise<unknown>;
  resetCloud(learner: Learner): Promise<void>;
  /** The address of Docker for the learner, and what leads to their containers; undefined when there is no engine. */
  docker(learner: Learner, origin: string): DockerAccess | undefined;
  /** What the learner has done, to be looked at, taken along and deleted. */
  work: WorkParts;
  /** One of the learner's own calls to the cloud, if it is still kept. */
  call(learner: Learner, id: number): CallRecord | undefined;
}

function welcome(learner: Learner, origin: string) {
  return {
    learner: learner.username,
    cloud: {
      auth_url: `${origin}/cloud/identity/v3`,
      username: learner.username,
      password: learner.password,
      project_name: learner.projectName,
      project_id: learner.projectId,
      user_domain_name: 'Default',
      project_domain_name: 'Default',
      region_name: 'RegionOne',
    },
  };
}

const knownBy =
  ({ learners, cookieKey }: SessionParts): Knows =>
  (request) => {
    const id = readLearnerCookie(request.headers.cookie, cookieKey);
    return id === undefined ? undefined : learners.find(id);
  };

/** Lets those pass who are known, and of the others only so many. */
const limitNewcomers = (known: Knows): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: NEW_LEARNERS_A_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (request) => known(request) !== undefined,
    // Whoever has hung up already has no address any more.
    keyGenerator: ({ ip = '0.0.0.0' }) => ipKeyGenerator(ip),
    message: { error: { message: 'Too many new learners at once from here. Wait a minute and try again.' } },
  });

/** Makes a learner of whoever comes, while there is room. */
async function letIn({ learners, isFull }: SessionParts): Promise<Learner> {
  if (!isFull()) return learners.create();
  throw new ClassroomFull(
    'The classroom is full: everybody waits for a place already. Come back in some minutes.',
  );
}

/** One of the learner's own calls to the cloud, or that it is not there. */
const oneCall =
  ({ call }: SessionParts): LearnerHandler =>
  (learner, request, response) => {
    const found = call(learner, Number(request.params.id));
    if (found) response.json(found);
    else response.status(404).json({ error: { message: 'This call is not kept any more.' } });
  };

const traced =
  ({ trace }: SessionParts): LearnerHandler =>
  async (learner, request, response) => {
    const address = String(request.query.address ?? '');
    const port = Number(request.query.port ?? 80);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      response.status(400).json({ error: { message: 'A port is a whole number from 1 to 65535.' } });
      return;
    }
    response.json(await trace(learner, address, port));
  };

/**
 * `/api/sessions`: the door by which a browser becomes a learner, and everything that is that learner's own.
 * `POST` makes a session, or finds the one that the cookie proves; all else needs that cookie.
 */
export function sessionRoutes(parts: SessionParts): Router {
  const { cookieKey, originOf } = parts;
  const known = knownBy(parts);
  const asLearner = learnersOnly(known);
  const router = Router();

  router.post('/', limitNewcomers(known), async (request, response) => {
    const learner = known(request) ?? (await letIn(parts));
    response.setHeader('set-cookie', writeLearnerCookie(learner.id, cookieKey, request.secure));
    response.json(welcome(learner, originOf(request)));
  });

  const current: Record<string, LearnerHandler> = {
    '/current': (learner, request, response) => {
      response.json(welcome(learner, originOf(request)));
    },
    '/current/openrc': (learner, request, response) => {
      response.type('text/plain').send(openrc(learner, originOf(request)));
    },
    '/current/clouds.yaml': (learner, request, response) => {
      response.type('application/yaml').send(cloudsYaml(learner, originOf(request)));
    },
    '/current/docker.env': (learner, request, response) => {
      const access = parts.docker(learner, originOf(request));
      if (access) response.type('text/plain').send(dockerEnvironment(access.host));
      else response.status(404).json({ error: { message: NO_DOCKER } });
    },
    '/current/docker': (learner, request, response) => {
      const access = parts.docker(learner, originOf(request));
      if (access) response.json(access);
      else response.status(404).json({ error: { message: NO_DOCKER } });
    },
    '/current/cloud': async (learner, request, response) => {
      const origin = originOf(request);
      const docker = parts.docker(learner, origin);
      const view = await parts.overview(learner, origin);
      response.json({ ...view, ...(docker && { docker: { published: docker.published } }) });
    },
    '/current/trace': traced(parts),
    '/current/wire/:id': oneCall(parts),
  };
  for (const [path, answer] of Object.entries(current)) router.get(path, asLearner(answer));

  router.post(
    '/current/cloud/reset',
    asLearner(async (learner, _request, response) => {
      await parts.resetCloud(learner);
      response.status(204).end();
    }),
  );
  router.use('/current', workRoutes(parts.work, asLearner, originOf));
  return router;
}
