import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const row = z.object({
  id: z.string(),
  username: z.string(),
  password: z.string(),
  project_id: z.string(),
  project_name: z.string(),
  user_id: z.string(),
  created_at: z.string(),
});

/** One learner and the credentials of the project that is theirs in the cloud. */
export interface Learner {
  id: string;
  username: string;
  password: string;
  projectId: string;
  projectName: string;
  userId: string;
  createdAt: string;
}

/** What is asked of a cloud to give a new learner a project and a user of their own. */
export interface LearnerAccounts {
  createLearner(order: { name: string; password: string }): Promise<{ projectId: string; userId: string }>;
}

/** Nobody more can be let in; the message says so to the person at the door. */
export class ClassroomFull extends Error {
  override name = 'ClassroomFull';
}

/** All learners of this server; each is known by an id that only their own cookie holds. */
export interface Learners {
  find(id: string): Learner | undefined;
  /** Makes a learner and their project; rejects with {@link ClassroomFull} beyond the limit. */
  create(): Promise<Learner>;
  /** Forgets a learner once `clear` has removed what is theirs; meanwhile, nobody is let in as them. */
  remove(learner: Learner, clear: () => Promise<void>): Promise<void>;
  /** The ids of all learners. */
  ids(): string[];
  /** The learner who owns a project of the pocket cloud. */
  ofProject(projectId: string): Learner | undefined;
  /** The learner who has that user name in the cloud. */
  named(username: string): Learner | undefined;
  /** Whether there is a learner with that user name and password. */
  verify(username: string, password: string): boolean;
}

function toLearner(raw: unknown): Learner {
  const read = row.parse(raw);
  return {
    id: read.id,
    username: read.username,
    password: read.password,
    projectId: read.project_id,
    projectName: read.project_name,
    userId: read.user_id,
    createdAt: read.created_at,
  };
}

/** Keeps learners in the workbook's database. `limit` is the greatest number of them. */
export function createLearners(database: DatabaseSync, accounts: LearnerAccounts, limit = 1000): Learners {
  database.exec(`CREATE TABLE IF NOT EXISTS learners (
    id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, password TEXT NOT NULL, project_id TEXT NOT NULL,
    project_name TEXT NOT NULL, user_id TEXT NOT NULL, created_at TEXT NOT NULL)`);
  const byId = database.prepare('SELECT * FROM learners WHERE id = ?');
  const byProject = database.prepare('SELECT * FROM learners WHERE project_id = ?');
  const byUsername = database.prepare('SELECT * FROM learners WHERE username = ?');
  const insert = database.prepare('INSERT INTO learners VALUES (?, ?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM learners WHERE id = ?');
  const everyone = database.prepare('SELECT id FROM learners');
  const counted = database.prepare('SELECT count(*) AS count FROM learners');

  /** Those who are being removed. */
  const leaving = new Set<string>();
  const present = (found: unknown): Learner | undefined => {
    const learner = found === undefined ? undefined : toLearner(found);
    return learner && !leaving.has(learner.id) ? learner : undefined;
  };
  const find = (id: string): Learner | undefined => present(byId.get(id));

  return {
    find,
    ids: () => everyone.all().map((found) => z.object({ id: z.string() }).parse(found).id),
    ofProject(projectId) {
      return present(byProject.get(projectId));
    },
    named(username) {
      return present(byUsername.get(username));
    },
    verify(username, password) {
      const found = present(byUsername.get(username));
      if (!found) return false;
      const [expected, given] = [Buffer.from(found.password), Buffer.from(password)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    async remove({ id }, clear) {
      leaving.add(id);
      try {
        await clear();
        remove.run(id);
      } finally {
        leaving.delete(id);
      }
    },
    async create() {
      if (z.object({ count: z.number() }).parse(counted.get()).count >= limit) {
        throw new ClassroomFull(
          `The classroom is full: this server has its ${limit} learners already. Ask its teacher for a place.`,
        );
      }
      const id = randomBytes(18).toString('base64url');
      const name = `learner-${randomBytes(4).toString('hex')}`;
      const password = randomBytes(12).toString('base64url');
      const account = await accounts.createLearner({ name, password });
      insert.run(id, name, password, account.projectId, name, account.userId, new Date().toISOString());
      const learner = find(id);
      if (!learner) throw new Error(`The learner ${name} was written but cannot be read back.`);
      return learner;
    },
  };
}
