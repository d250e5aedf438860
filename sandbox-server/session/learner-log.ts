import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { outcome } from '../protocol/events.ts';

const touchRow = z.object({
  lesson: z.string(),
  kind: z.enum(['finished', 'edited', 'answered', 'checked']),
  /** The name of a cell, or of a part. */
  name: z.string(),
  time: z.string(),
  outcome: outcome.nullable(),
  edited: z.number(),
  /** Null where there is no right and wrong. */
  passed: z.number().nullable(),
});
/** Something that a learner did in a lesson, as far as their progress needs it. */
export type Touch = z.infer<typeof touchRow>;

const weightRow = z.object({ lesson: z.string(), outputs: z.number() });
const lessonRow = z.object({ lesson: z.string() });

const statements = {
  touches: `select lesson, kind, cell as name, time, event ->> 'outcome' as outcome,
    event ->> 'code' is not null as edited, event ->> 'passed' as passed
    from run_log where learner = ? and kind in ('finished', 'edited', 'answered', 'checked') order by lesson, seq`,
  weights: `select lesson, sum(octet_length(event)) as outputs from run_log
    where learner = ? and kind in ('output', 'display') group by lesson`,
  lessons: 'select distinct lesson from run_log where learner = ? order by lesson',
  forget: 'delete from run_log where learner = ?',
} as const;

/** What the log holds of one learner in all lessons together. It reads the table that {@link RunLog} writes. */
export class LearnerLog {
  readonly #prepared: Record<keyof typeof statements, StatementSync>;

  constructor(database: DatabaseSync) {
    const prepare = (name: keyof typeof statements) => database.prepare(statements[name]);
    this.#prepared = {
      touches: prepare('touches'),
      weights: prepare('weights'),
      lessons: prepare('lessons'),
      forget: prepare('forget'),
    };
  }

  /** What the learner did, lesson by lesson, in the order in which they did. */
  touches(learner: string): Touch[] {
    return this.#prepared.touches.all(learner).map((found) => touchRow.parse(found));
  }

  /** Bytes that the outputs of each lesson take. */
  outputs(learner: string): ReadonlyMap<string, number> {
    const rows = this.#prepared.weights.all(learner).map((found) => weightRow.parse(found));
    return new Map(rows.map(({ lesson, outputs }) => [lesson, outputs]));
  }

  /** Every lesson of which something is kept. */
  lessons(learner: string): string[] {
    return this.#prepared.lessons.all(learner).map((found) => lessonRow.parse(found).lesson);
  }

  /** Forgets everything of the learner. */
  forget(learner: string): void {
    this.#prepared.forget.run(learner);
  }
}
