import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { OpenSockets } from '../http/upgrades.ts';
import type { WorkParts } from '../http/work.ts';
import type { Learner, Learners } from '../learners/learners.ts';
import { exportSchemaPath, type WorkExport } from '../protocol/work.ts';
import type { Wire } from '../wire/wire.ts';
import type { CloudSide } from './cloud-side.ts';
import type { DockerSide } from './docker-side.ts';
import type { Lessons } from './lessons.ts';

/** Everything that keeps something of a learner. */
export interface LearnerWorkParts {
  database: DatabaseSync;
  learners: Learners;
  lessons: Lessons;
  wire: Wire;
  side: CloudSide;
  docker: DockerSide;
  sockets: OpenSockets;
  overview(learner: Learner, origin: string): Promise<object>;
}

/** The file of everything that is kept of a learner, written as it is read: a learner may have much. */
async function* exported(
  { lessons, wire, overview }: LearnerWorkParts,
  learner: Learner,
  origin: string,
): AsyncIterable<string> {
  const head = {
    $schema: `${origin}${exportSchemaPath}`,
    format: 'get-out-of-my-cloud/work',
    version: 1,
    exported: new Date().toISOString(),
    learner: { name: learner.username, project: learner.projectName, since: learner.createdAt },
  } satisfies Partial<WorkExport>;
  yield JSON.stringify(head).slice(0, -1);
  yield ',"lessons":[';
  let current: string | undefined;
  for (const { lesson, entries } of lessons.entries(learner)) {
    const opening = `${current === undefined ? '' : ']},'}{"lesson":${JSON.stringify(lesson)},"entries":[`;
    yield current === lesson ? ',' : opening;
    current = lesson;
    yield entries.map((entry) => JSON.stringify(entry)).join(',');
    // Others have their turn between two pieces.
    await setImmediate();
  }
  yield `${current === undefined ? '' : ']}'}],"calls":${JSON.stringify(wire.records(learner.id))}`;
  yield `,"cloud":${JSON.stringify(await overview(learner, origin))}}`;
}

/** What a learner may do with all of their work. */
export function learnerWork(parts: LearnerWorkParts): WorkParts {
  const { database, learners, lessons, wire, side, docker, sockets } = parts;
  return {
    read: (learner) => ({ lessons: lessons.work(learner), cloudGoes: side.removes }),
    exported: (learner, origin) => exported(parts, learner, origin),
    resetLesson: (learner, lesson) => lessons.open(learner, lesson).reset(),
    async remove(learner) {
      await learners.remove(learner, async () => {
        sockets.closeOf(learner);
        await lessons.forget(learner);
        await docker.remove(learner);
        await side.remove(learner);
        wire.forget(learner.id);
      });
      // What was deleted is not left behind in the database's log either.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
  };
}
