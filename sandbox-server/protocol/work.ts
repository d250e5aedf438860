import { z } from 'zod';
import { lessonId } from './browser.ts';
import { logEntry } from './events.ts';
import { callRecord } from './wire.ts';

const time = z.string().describe('ISO 8601, in UTC.');

/** A part of a lesson's work: how many are done, of how many that the lesson has. */
const share = z.object({ done: z.number().int().min(0), of: z.number().int().min(0) });
export type Share = z.infer<typeof share>;

/** One cell that the learner ran or edited. */
const cellWork = z.object({
  cell: z.string(),
  /** How its newest run ended; absent where it was edited only. */
  outcome: z.enum(['ok', 'error', 'interrupted', 'timeout', 'lost']).optional(),
  edited: z.boolean(),
  /** When it last was run or edited. */
  time,
});
export type CellWork = z.infer<typeof cellWork>;

/** One exercise, quiz, prediction or Parsons problem that the learner tried. */
const partWork = z.object({ part: z.string(), done: z.boolean(), time });
export type PartWork = z.infer<typeof partWork>;

/** What a learner has done in one lesson. */
export const lessonWork = z.object({
  lesson: lessonId,
  /** Cells that a reader is to run, and parts that they are to answer. */
  cells: share,
  parts: share,
  /** Those that were touched, in the order of the lesson. */
  touched: z.array(cellWork),
  answered: z.array(partWork),
  /** Where the learner was last; `cell` is absent when that was no cell. */
  last: z.object({ cell: z.string().optional(), time }),
  /** Bytes that its outputs take. */
  outputs: z.number().int().min(0),
});
export type LessonWork = z.infer<typeof lessonWork>;

/** All of a learner's work, the newest first; `GET /api/sessions/current/work`. */
export const learnerWork = z.object({
  lessons: z.array(lessonWork),
  /** Whether the learner's cloud goes with everything else when they delete it: a real one does not. */
  cloudGoes: z.boolean(),
});
export type LearnerWork = z.infer<typeof learnerWork>;

/** Where an export's schema can be read, below the site. */
export const exportSchemaPath = '/work-export.schema.json';

/** The file in which a learner takes along all that the server keeps of them; `GET /api/sessions/current/work/export`. */
export const workExport = z
  .object({
    $schema: z.string().describe('Where this schema is.'),
    format: z.literal('get-out-of-my-cloud/work'),
    version: z.literal(1),
    exported: time,
    learner: z
      .object({
        name: z.string().describe('The user name in the cloud.'),
        project: z.string().describe('The project in the cloud.'),
        since: time,
      })
      .describe('Who the server takes the learner for. Passwords are not exported.'),
    lessons: z
      .array(
        z.object({
          lesson: lessonId,
          entries: z
            .array(logEntry)
            .describe(
              'Edits (edited), runs and their outputs (queued, started, output, display, finished), answers (answered, checked, helped), in the order in which they happened.',
            ),
        }),
      )
      .describe('Everything that is kept of each lesson.'),
    calls: z.array(callRecord).describe('The calls to the cloud that are kept, secrets masked.'),
    cloud: z.unknown().describe('What is in the cloud: servers, networks, addresses, groups.'),
  })
  .describe('All that a workbook keeps of one learner.');
export type WorkExport = z.infer<typeof workExport>;
