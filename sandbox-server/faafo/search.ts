import { z } from 'zod';
import { type Column, columns } from './schema.ts';
import type { SqlValue } from './sql.ts';

/** A part of a query, with the values of its `?`. */
export interface Clause {
  sql: string;
  values: SqlValue[];
}

/** A query that names a column or an operator which does not exist. */
export class SearchError extends Error {
  override name = 'SearchError';
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One condition: a column against a value or another column, or several conditions joined. */
interface Filter {
  name?: string | undefined;
  op?: string | undefined;
  val?: unknown;
  field?: string | undefined;
  or?: Filter[] | undefined;
  and?: Filter[] | undefined;
}
const filter: z.ZodType<Filter> = z.lazy(() =>
  z.object({
    name: z.string().optional(),
    op: z.string().optional(),
    val: z.unknown().optional(),
    field: z.string().optional(),
    or: z.array(filter).optional(),
    and: z.array(filter).optional(),
  }),
);

/** Flask-Restless's search parameters, https://flask-restless.readthedocs.io/en/0.17.0/searchformat.html */
export const search = z.object({
  filters: z.array(filter).default([]),
  order_by: z
    .array(z.object({ field: z.string(), direction: z.enum(['asc', 'desc']).default('asc') }))
    .default([]),
  limit: z.number().int().min(0).optional(),
  offset: z.number().int().min(0).optional(),
  single: z.boolean().default(false),
});
export type Search = z.infer<typeof search>;

/** What finds everything, in the order of the identifiers. */
export const everything: Search = { filters: [], order_by: [], single: false };

const comparisons: Record<string, string> = {
  '==': '=',
  eq: '=',
  equals: '=',
  equals_to: '=',
  equal_to: '=',
  '!=': '<>',
  ne: '<>',
  neq: '<>',
  not_equal_to: '<>',
  does_not_equal: '<>',
  '>': '>',
  gt: '>',
  '<': '<',
  lt: '<',
  '>=': '>=',
  ge: '>=',
  gte: '>=',
  geq: '>=',
  '<=': '<=',
  le: '<=',
  lte: '<=',
  leq: '<=',
  like: 'LIKE',
};

function columnOf(name: string | undefined): Column {
  const column = columns.find((candidate) => candidate === name);
  if (!column) throw new SearchError(`There is no column '${name}'.`);
  return column;
}

function parameter(value: unknown): SqlValue {
  const parsed = scalar.safeParse(value);
  if (!parsed.success) throw new SearchError('A value must be a text, a number, true, false or null.');
  return typeof parsed.data === 'boolean' ? Number(parsed.data) : parsed.data;
}

function join(filters: readonly Filter[], word: 'AND' | 'OR'): Clause {
  if (filters.length === 0) return { sql: word === 'AND' ? '1 = 1' : '1 = 0', values: [] };
  const parts = filters.map(condition);
  return {
    sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
    values: parts.flatMap(({ values }) => values),
  };
}

function condition({ name, op, val, field, or, and }: Filter): Clause {
  if (or) return join(or, 'OR');
  if (and) return join(and, 'AND');
  const column = columnOf(name);
  if (op === 'is_null') return { sql: `${column} IS NULL`, values: [] };
  if (op === 'is_not_null') return { sql: `${column} IS NOT NULL`, values: [] };
  if (op === 'in' || op === 'not_in') {
    if (!Array.isArray(val)) throw new SearchError(`'${op}' needs a list of values.`);
    if (val.length === 0) return { sql: op === 'in' ? '1 = 0' : '1 = 1', values: [] };
    const places = val.map(() => '?').join(', ');
    return { sql: `${column} ${op === 'in' ? 'IN' : 'NOT IN'} (${places})`, values: val.map(parameter) };
  }
  if (op === 'ilike') return { sql: `lower(${column}) LIKE lower(?)`, values: [parameter(val)] };
  const comparison = op === undefined || !Object.hasOwn(comparisons, op) ? undefined : comparisons[op];
  if (!comparison) throw new SearchError(`There is no operator '${op}'.`);
  if (field !== undefined) return { sql: `${column} ${comparison} ${columnOf(field)}`, values: [] };
  if (val === null && comparison === '=') return { sql: `${column} IS NULL`, values: [] };
  if (val === null && comparison === '<>') return { sql: `${column} IS NOT NULL`, values: [] };
  return { sql: `${column} ${comparison} ?`, values: [parameter(val)] };
}

/**
 * The `WHERE` and `ORDER BY` of a search.
 * @throws {SearchError}
 */
export function whereOf({ filters }: Search): Clause {
  return join(filters, 'AND');
}

/** @throws {SearchError} */
export function orderOf({ order_by }: Search): string {
  const wanted = order_by.map(({ field, direction }) => `${columnOf(field)} ${direction.toUpperCase()}`);
  return wanted.length > 0 ? wanted.join(', ') : 'uuid ASC';
}
