import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Learner } from './learners.ts';

const row = z.object({ learner: z.string(), secret: z.string() });

/** The secrets that are part of the addresses by which learners reach Docker. */
export interface DockerSecrets {
  /** A learner's secret; made when it is first asked for. */
  of(learner: Learner): string;
  /** The id of the learner who has that secret. */
  learnerWith(secret: string): string | undefined;
  /** Puts a learner's secret out of force; the next that is asked for is another one. */
  forget(learner: Learner): void;
}

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Keeps them in the workbook's database. They are found by a digest, so that the time it takes tells nothing. */
export function createDockerSecrets(database: DatabaseSync): DockerSecrets {
  database.exec(`CREATE TABLE IF NOT EXISTS docker_secrets (
    learner TEXT PRIMARY KEY, secret TEXT NOT NULL, digest TEXT NOT NULL UNIQUE)`);
  const byLearner = database.prepare('SELECT learner, secret FROM docker_secrets WHERE learner = ?');
  const byDigest = database.prepare('SELECT learner, secret FROM docker_secrets WHERE digest = ?');
  const insert = database.prepare('INSERT INTO docker_secrets VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM docker_secrets WHERE learner = ?');
  return {
    of({ id }) {
      const found = byLearner.get(id);
      if (found !== undefined) return row.parse(found).secret;
      const secret = randomBytes(32).toString('base64url');
      insert.run(id, secret, digest(secret));
      return secret;
    },
    learnerWith(given) {
      const found = byDigest.get(digest(given));
      if (found === undefined) return undefined;
      const { learner, secret } = row.parse(found);
      const [expected, asked] = [Buffer.from(secret), Buffer.from(given)];
      return expected.length === asked.length && timingSafeEqual(expected, asked) ? learner : undefined;
    },
    forget({ id }) {
      remove.run(id);
    },
  };
}
