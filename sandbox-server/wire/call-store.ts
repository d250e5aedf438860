import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type CallRecord, type CallSummary, callRecord, callSummary, mostCalls } from '../protocol/wire.ts';

/** What a learner's calls may weigh together, in bytes. */
export const MOST_BYTES = 4 * 1024 * 1024;
/** Room is made for so many calls at once: deleting costs as much as writing. */
const ROOM = 30;
/** The most calls that one call is known to have caused: a server may be asked about for as long as it lives. */
export const MOST_INNER = 40;

const schema = `CREATE TABLE IF NOT EXISTS wire_calls (
  id INTEGER PRIMARY KEY, learner TEXT NOT NULL, root INTEGER NOT NULL, bytes INTEGER NOT NULL,
  summary TEXT NOT NULL, sides TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS wire_calls_of_learner ON wire_calls (learner, root)`;

const idRow = z.object({ id: z.number() });
const treeRow = z.object({ root: z.number(), bytes: z.number(), calls: z.number() });
const summaryRow = z.object({ summary: z.string() });
const wholeRow = summaryRow.extend({ sides: z.string() });

function toRecord(found: unknown): CallRecord {
  const { summary, sides } = wholeRow.parse(found);
  return callRecord.parse({ ...JSON.parse(summary), ...JSON.parse(sides) });
}

/** A learner's call from outside, with the calls that it caused. */
interface Tree {
  bytes: number;
  calls: number;
}

/** What is kept of one learner's. */
interface Shelf {
  /** By the number of the call from outside. */
  trees: Map<number, Tree>;
  /** Calls up to this number have made room for others. */
  gone: number;
}

/** The last calls of each learner, in the workbook's database. */
export class CallStore {
  readonly #prepared;
  readonly #shelves = new Map<string, Shelf>();

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#prepared = {
      last: database.prepare('SELECT coalesce(max(id), 0) AS id FROM wire_calls'),
      insert: database.prepare('INSERT INTO wire_calls VALUES (?, ?, ?, ?, ?, ?)'),
      trees: database.prepare(`SELECT root, sum(bytes) AS bytes, count(*) AS calls FROM wire_calls
        WHERE learner = ? GROUP BY root ORDER BY root`),
      drop: database.prepare('DELETE FROM wire_calls WHERE learner = ? AND root <= ?'),
      summaries: database.prepare('SELECT summary FROM wire_calls WHERE learner = ? ORDER BY id'),
      all: database.prepare('SELECT summary, sides FROM wire_calls WHERE learner = ? ORDER BY id'),
      forget: database.prepare('DELETE FROM wire_calls WHERE learner = ?'),
      find: database.prepare('SELECT summary, sides FROM wire_calls WHERE learner = ? AND id = ?'),
    };
  }

  /** The greatest number that a call has. */
  last(): number {
    return idRow.parse(this.#prepared.last.get()).id;
  }

  /**
   * Keeps a call, and lets the learner's oldest go where there are too many; `root` is the call from outside
   * that all began with. False when it is not kept: its root has gone already, or has caused enough.
   */
  put(learner: string, root: number, { request, response, ...summary }: CallRecord): boolean {
    const shelf = this.#of(learner);
    const tree = shelf.trees.get(root) ?? { bytes: 0, calls: 0 };
    if (root <= shelf.gone || (summary.id !== root && tree.calls >= MOST_INNER)) return false;
    const [head, sides] = [JSON.stringify(summary), JSON.stringify({ request, response })];
    const bytes = Buffer.byteLength(head) + Buffer.byteLength(sides);
    this.#prepared.insert.run(summary.id, learner, root, bytes, head, sides);
    shelf.trees.set(root, { bytes: tree.bytes + bytes, calls: tree.calls + 1 });
    this.#makeRoom(learner, shelf);
    return true;
  }

  /** The learner's calls, in the order in which they began. */
  summaries(learner: string): CallSummary[] {
    return this.#prepared.summaries
      .all(learner)
      .map((row) => callSummary.parse(JSON.parse(summaryRow.parse(row).summary)));
  }

  /** One of the learner's own calls. */
  find(learner: string, id: number): CallRecord | undefined {
    const found = this.#prepared.find.get(learner, id);
    return found === undefined ? undefined : toRecord(found);
  }

  /** All of the learner's calls, in the order in which they began. */
  records(learner: string): CallRecord[] {
    return this.#prepared.all.all(learner).map(toRecord);
  }

  /** Deletes all of the learner's calls. */
  forget(learner: string): void {
    this.#prepared.forget.run(learner);
    this.#shelves.delete(learner);
  }

  #of(learner: string): Shelf {
    const known = this.#shelves.get(learner);
    if (known) return known;
    const rows = this.#prepared.trees.all(learner).map((row) => treeRow.parse(row));
    const trees = new Map(rows.map(({ root, bytes, calls }) => [root, { bytes, calls }]));
    const shelf = { trees, gone: 0 };
    this.#shelves.set(learner, shelf);
    return shelf;
  }

  #makeRoom(learner: string, shelf: Shelf): void {
    const { trees } = shelf;
    let bytes = trees.values().reduce((sum, tree) => sum + tree.bytes, 0);
    if (trees.size <= mostCalls && bytes <= MOST_BYTES) return;
    for (const [root, tree] of [...trees].toSorted(([one], [other]) => one - other)) {
      if (trees.size <= mostCalls - ROOM && bytes <= MOST_BYTES) break;
      trees.delete(root);
      bytes -= tree.bytes;
      shelf.gone = root;
    }
    this.#prepared.drop.run(learner, shelf.gone);
  }
}
