import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type EngineAddress, EngineClient } from './engine.ts';
import { HostLines } from './host-lines.ts';
import { isOfferedBy } from './images-offered.ts';
import type { Learner } from './learner.ts';
import { type Limits, usualLimits } from './limits.ts';
import { OwnHost, type Published } from './own-host.ts';
import { removeAll, removeStrangers } from './removal.ts';
import { label, Tenant } from './tenant.ts';
import { watchEngine } from './watch-engine.ts';

/** What a gateway is made of. */
export interface GatewayParts {
  address: EngineAddress;
  /** A folder of the server's own: things in the engine are told apart by it, and the lines to hosts lie there. */
  folder: string;
  /** The images that everybody may use, as patterns: `busybox`, `debian:12`, `course/*`. */
  images: readonly string[];
  /** The image with Deno that a learner's own host runs in. */
  hostImage(): Promise<{ image: string; deno: string }>;
  /** The ids of all learners that there are. */
  learners(): Iterable<string>;
  limits?: Partial<Limits>;
  report(error: unknown): void;
}

/** The engine of this computer or of another, in front of which each learner has a name space of their own. */
export interface Gateway {
  /** A learner at the gateway, by the id that the server knows them by. */
  learner(id: string): Learner;
  /** The ports that a learner's containers have published now. */
  published(id: string): Published[];
  /** Removes everything of a learner's in the engine, and nothing else. */
  remove(id: string): Promise<void>;
  close(): Promise<void>;
}

const program = readFileSync(join(import.meta.dirname, '..', 'host', 'program.ts'), 'utf8');
const ping = z.object({ ApiVersion: z.string() });

/** The longest path that a socket may have, with some room. */
const longestPath = 90;

/** Where the lines to the learners' hosts are: a path of a socket must be short. */
function linesFolder(folder: string, server: string): string {
  return folder.length < longestPath - 24 ? folder : join('/tmp', `workbook-docker-${server}`);
}

/** Opens the way to an engine. @throws when none answers there */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const engine = new EngineClient(parts.address);
  ping.parse(await engine.json({ method: 'GET', path: '/version' }));
  const server = createHash('sha256').update(parts.folder).digest('hex').slice(0, 16);
  const home = linesFolder(parts.folder, server);
  const limits = { ...usualLimits, ...parts.limits };
  const learners = new Map<string, Learner>();
  const byMark = new Map<string, Learner>();

  const begin = (id: string): Learner => {
    const tenant = new Tenant(server, id);
    const host = new OwnHost({
      tenant,
      engine,
      lines: new HostLines(join(home, tenant.id)),
      async program() {
        const { image, deno } = await parts.hostImage();
        const flags = ['--no-prompt', '--no-config', '--no-lock', '--no-remote', '--no-npm', '--allow-all'];
        // From the text itself: the image is the same for all.
        const source = `data:application/typescript;base64,${Buffer.from(program).toString('base64')}`;
        return { image, command: [deno, 'run', ...flags, '--v8-flags=--max-old-space-size=32', source] };
      },
    });
    let turn: Promise<unknown> = Promise.resolve();
    const learner: Learner = {
      tenant,
      engine,
      limits,
      host,
      known: new Set(),
      offered: parts.images,
      isOffered: isOfferedBy(parts.images),
      inTurn(make) {
        const made = turn.then(make, make);
        turn = made.catch(() => undefined);
        return made;
      },
    };
    learners.set(id, learner);
    byMark.set(tenant.id, learner);
    return learner;
  };
  const learner = (id: string): Learner => learners.get(id) ?? begin(id);

  const marks = new Map([...parts.learners()].map((id) => [new Tenant(server, id).id, id]));
  for (const mark of await removeStrangers(engine, server, (each) => marks.has(each))) {
    const id = marks.get(mark);
    if (id !== undefined) await learner(id).host.resume();
  }
  const watch = watchEngine(engine, `${label.server}=${server}`, {
    ended: (mark, container) => byMark.get(mark)?.host.withdraw(container),
    started: async (mark, container) => byMark.get(mark)?.host.publish(container),
    report: parts.report,
  });

  return {
    learner,
    published: (id) => learners.get(id)?.host.published ?? [],
    async remove(id) {
      const found = learner(id);
      learners.delete(id);
      byMark.delete(found.tenant.id);
      await found.inTurn(() => removeAll(found));
      found.host.close();
    },
    async close() {
      watch.close();
      for (const { host } of learners.values()) host.close();
      engine.close();
    },
  };
}
