import { buildRoutes } from './build.ts';
import { containerRoutes } from './containers.ts';
import { diskUsageRoutes } from './disk-usage.ts';
import { eventRoutes } from './events.ts';
import { imageArchiveRoutes } from './image-archives.ts';
import { imageCreateRoutes } from './image-create.ts';
import { imageRoutes } from './images.ts';
import type { Learner } from './learner.ts';
import { networkRoutes } from './networks.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Answer, Asked, Route } from './route.ts';
import { systemRoutes } from './system.ts';
import { volumeRoutes } from './volumes.ts';

const routes: readonly Route[] = [
  ...systemRoutes,
  ...eventRoutes,
  ...diskUsageRoutes,
  ...containerRoutes,
  ...networkRoutes,
  ...volumeRoutes,
  ...imageCreateRoutes,
  ...imageArchiveRoutes,
  ...imageRoutes,
  ...buildRoutes,
];

const parts = routes.map((each) => ({ each, pattern: each.path.split('/').slice(1) }));

/** What of a path fits a pattern, by the names in it; undefined when it does not fit. */
function matched(pattern: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
  const at = new Map<string, string>();
  const many = pattern.findIndex((part) => part.endsWith('*}'));
  const extra = many < 0 ? 0 : segments.length - pattern.length;
  if (extra < 0 || (many < 0 && segments.length !== pattern.length)) return undefined;
  for (const [index, part] of pattern.entries()) {
    const from = many >= 0 && index > many ? index + extra : index;
    const found = segments.slice(from, from + (index === many ? extra + 1 : 1)).join('/');
    if (part.startsWith('{')) at.set(part.slice(1, -1).replace('*', ''), found);
    else if (part !== found) return undefined;
  }
  return at;
}

/** Answers a call of a learner, from what is understood of it. @throws Refusal */
export async function answerCall(learner: Learner, asked: Asked): Promise<Answer> {
  for (const { each, pattern } of parts) {
    if (each.method !== asked.method) continue;
    const at = matched(pattern, asked.segments);
    if (!at) continue;
    try {
      return await each.run(learner, asked, at);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(error.status, learner.tenant.words(error.message), { cause: error });
    }
  }
  throw notOffered(asked.segments);
}

const elsewhere: Record<string, string> = {
  swarm: 'A swarm joins computers, and is not offered here.',
  nodes: 'A swarm joins computers, and is not offered here.',
  services: 'Services are a swarm’s, which is not offered here.',
  tasks: 'Tasks are a swarm’s, which is not offered here.',
  secrets: 'Secrets are a swarm’s, which is not offered here.',
  configs: 'Configs are a swarm’s, which is not offered here.',
  plugins: 'Plug-ins would run as the engine itself, and are not offered here.',
  session: 'BuildKit is not offered here: build with the classic builder, DOCKER_BUILDKIT=0.',
  grpc: 'BuildKit is not offered here: build with the classic builder, DOCKER_BUILDKIT=0.',
};

function notOffered([first = '']: readonly string[]): Refusal {
  const sentence = Object.hasOwn(elsewhere, first) ? elsewhere[first] : undefined;
  return sentence === undefined ? notFound('page not found') : new Refusal(403, sentence);
}
