import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ClassroomFull, type Learner, type Learners } from './learners.ts';

/** What learners in other sites' pages are made of. */
export interface EmbeddedLearnersParts {
  database: DatabaseSync;
  learners: Learners;
  /** Removes a learner with all that is theirs. */
  remove(learner: Learner): Promise<void>;
  now(): number;
  /** The most of one site at once. */
  most?: number;
  /** Milliseconds for which one stays. */
  life?: number;
}

const row = z.object({ learner: z.string() });
const counted = z.object({ found: z.number() });

/** Learners in other sites' pages: they come without an account, and go again by themselves. */
export interface EmbeddedLearners {
  /** A new one for a page of that origin; rejects with {@link ClassroomFull} when the site has too many. */
  begin(origin: string): Promise<{ learner: Learner; expires: number }>;
}

/** Keeps them in the workbook's database, so that they go after a restart too. */
export function createEmbeddedLearners({
  database,
  learners,
  remove,
  now,
  most = 100,
  life = 12 * 60 * 60_000,
}: EmbeddedLearnersParts): EmbeddedLearners {
  database.exec(`CREATE TABLE IF NOT EXISTS embedded_learners (
    learner TEXT PRIMARY KEY, origin TEXT NOT NULL, expires INTEGER NOT NULL)`);
  const past = database.prepare('SELECT learner FROM embedded_learners WHERE expires <= ?');
  const forget = database.prepare('DELETE FROM embedded_learners WHERE learner = ?');
  const count = database.prepare('SELECT count(*) AS found FROM embedded_learners WHERE origin = ?');
  const insert = database.prepare('INSERT INTO embedded_learners VALUES (?, ?, ?)');

  const sweep = async (): Promise<void> => {
    for (const found of past.all(now())) {
      const { learner: id } = row.parse(found);
      const learner = learners.find(id);
      if (learner) await remove(learner);
      forget.run(id);
    }
  };

  return {
    async begin(origin) {
      await sweep();
      if (counted.parse(count.get(origin)).found >= most) {
        throw new ClassroomFull(
          `${most} readers of ${origin} are here already. Try again later, or open the course itself.`,
        );
      }
      const learner = await learners.create();
      const expires = now() + life;
      insert.run(learner.id, origin, expires);
      return { learner, expires };
    },
  };
}
