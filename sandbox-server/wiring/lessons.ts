import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { DataFolder } from '../data-folder.ts';
import { chooseEngine } from '../engines/index.ts';
import { cloudVariables } from '../http/credentials.ts';
import type { LessonDoor } from '../http/socket.ts';
import type { Learner, Learners } from '../learners/learners.ts';
import type { LogEntry } from '../protocol/events.ts';
import type { LessonWork } from '../protocol/work.ts';
import { type Computer, capacityOf } from '../session/capacity.ts';
import { createSessions } from '../session/sessions.ts';
import type { DockerSide } from './docker-side.ts';
import { openBook } from './lesson-book.ts';

export const library = join(import.meta.dirname, '..', 'library');
export const packages = join(import.meta.dirname, '..', 'packages', 'dist');

/** What the lessons' sessions are made of. */
export interface LessonsParts {
  config: Config;
  folder: DataFolder;
  learners: Learners;
  /** All that a kernel may connect to, `host:port`: the door of the cells. */
  reach: string;
  docker: DockerSide;
  report(error: unknown): void;
}

/** Every learner's copy of every lesson, and the engine that their cells run on. */
export interface Lessons {
  engine: string;
  open(learner: Learner, lesson: string): LessonDoor;
  /** What a learner has done in each lesson, the newest first. */
  work(learner: Learner): LessonWork[];
  /** Everything that is kept of a learner's lessons, in pieces. */
  entries(learner: Learner): Iterable<{ lesson: string; entries: LogEntry[] }>;
  /** Ends a learner's lessons, and forgets them. */
  forget(learner: Learner): Promise<void>;
  /** Whether nobody more can be served. */
  isFull(): boolean;
  close(): Promise<void>;
}

/** What there is for the server and its kernels: the whole computer, or what a container was given of it. */
function thisComputer(): Computer {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return { memory: Math.floor(bytes / 2 ** 20), processors: availableParallelism() };
}

/**
 * Takes up the lessons where they were.
 * @throws EngineError when there is no such engine, or it cannot be used on this machine
 */
export async function openLessons({
  config,
  folder,
  learners,
  reach,
  docker,
  report,
}: LessonsParts): Promise<Lessons> {
  const engine = await chooseEngine(config.engine, {
    library,
    readable: [packages],
    data: join(folder.path, 'kernels'),
    say: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  const sessions = createSessions({
    database: folder.database,
    engine,
    reach: [reach],
    common: { WORKBOOK_PROXY: `http://${reach}/at`, WORKBOOK_TERMINALS: `http://${reach}/terminals` },
    capacity: capacityOf(thisComputer(), config.capacity),
    book: openBook(),
    report,
    environment(id) {
      const learner = learners.find(id);
      if (!learner) throw new Error(`There is no learner ${id}.`);
      return {
        ...cloudVariables(learner, `http://${reach}`),
        ...docker.variables(learner, `http://${reach}`),
      };
    },
  });
  return {
    engine: engine.name,
    open: (learner, lesson) => sessions.open({ learner: learner.id, lesson }),
    work: ({ id }) => sessions.work(id),
    entries: ({ id }) => sessions.entries(id),
    forget: ({ id }) => sessions.forget(id),
    isFull: () => sessions.isFull,
    close: () => sessions.stop(),
  };
}
