import { announce } from './channel.ts';
import { Display } from './display.ts';
import { holdTable, releaseTable, type Sorting, tablePage } from './held-table.ts';
import { inside, membersOf, toJson } from './inside.ts';
import { lighten } from './large.ts';
import { present } from './present.ts';
import { replyTo } from './questions.ts';
import { consoleRows } from './records.ts';
import { createSurvey, type Survey } from './survey.ts';
import { type Choice, choose } from './widgets.ts';

const { stringify } = JSON;

/** What the server asks of a kernel beside running cells; what goes over the wire is JSON. */
export interface Service {
  /** How a value is shown; `"later"` when it takes its time: then `presented` has it. */
  present(value: unknown): Promise<string | undefined>;
  presented(): Promise<string | undefined>;
  page(handle: string, page: { offset: number; count: number; sort?: Sorting }): string | undefined;
  releaseTable(handle: string): void;
  /** What a value is looked at through: itself, unless that would be too much. */
  lighten(value: unknown): unknown;
  inside(value: object, most: number): object;
  membersOf(value: object): object;
  toJson(value: unknown): string;
  /** The names that cells have made, and what they stand for. */
  survey(reads: readonly (() => unknown)[], most: number): Survey;
  reply(id: string, reply: string | boolean | null): Promise<void>;
  choose(choices: readonly Choice[]): Promise<void>;
}

/**
 * @param tick resolves in a task of its own: what cells do from there on can be interrupted, what they would do in a
 * request of the server's could not
 */
export function createService(tick: () => Promise<void>): Service {
  let later: Promise<object | undefined> = Promise.resolve(undefined);
  return {
    async present(value) {
      await tick();
      const presented: ReturnType<typeof present> = present(value);
      if (!(presented instanceof Promise)) return presented && stringify(presented);
      later = presented;
      // Who asks for it hears of its failure.
      later.catch(() => undefined);
      return stringify('later');
    },
    async presented() {
      const presented = await later;
      return presented && stringify(presented);
    },
    page(handle, page) {
      const rows = tablePage(handle, page);
      return rows && stringify(rows);
    },
    releaseTable,
    lighten,
    inside,
    membersOf,
    toJson,
    survey: createSurvey(),
    async reply(id, reply) {
      await tick();
      replyTo(id, reply);
    },
    async choose(choices) {
      await tick();
      choose(choices);
    },
  };
}

/** `console.table`, for data that has rows; the answer is whether it had. */
export function showTable(data: unknown, columns: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const names = Array.isArray(columns) ? columns.map(String) : undefined;
  const found = consoleRows(data, names);
  if (found.rows.length === 0) return false;
  announce();
  new Display().put({ kind: 'table', ...holdTable(found.rows, found.columns) });
  return true;
}
