import { z } from 'zod';
import { chooseConstant } from './constant.ts';
import { parseConstant } from './fractal.ts';
import { columns, requiredColumns } from './schema.ts';
import type { SqlValue } from './sql.ts';
import type { Values } from './store.ts';
import { identifier, sizeFault, taskNumbers } from './task.ts';

/** What is wrong with the fields of a request. */
export type Fault =
  | { kind: 'unknown'; field: string }
  /** A required field that is missing or null. */
  | { kind: 'incomplete' }
  /** Fields with values that no worker could draw, or that are of the wrong type: by name, in words. */
  | { kind: 'invalid'; fields: Record<string, string> };

const text = z.union([z.string(), z.number().transform(String)], 'must be a text').nullable();
const name = text.pipe(z.string().max(256, 'must have at most 256 characters').nullable());

const schemas = {
  uuid: identifier,
  ...taskNumbers,
  checksum: name,
  url: name,
  duration: z.number('must be a number').nullable(),
  size: z.number('must be a number').int('must be a whole number').nullable(),
  image: text,
  generated_by: name,
  c: z
    .string('must be a text')
    .refine((constant) => parseConstant(constant) !== undefined, 'must look like -0.4+0.6i')
    .nullable(),
} satisfies Record<(typeof columns)[number] | 'c', z.ZodType<SqlValue>>;

type Field = keyof typeof schemas;
const fieldNames: readonly Field[] = [...columns, 'c'];

/** Reads the fields that a body gives, each by its own rules. */
export function readFields(body: object): Values | Fault {
  const values: Values = {};
  const invalid: Record<string, string> = {};
  for (const [key, given] of Object.entries(body)) {
    const field = fieldNames.find((candidate) => candidate === key);
    if (!field) return { kind: 'unknown', field: key };
    if (given === null && requiredColumns.some((column) => column === field)) return { kind: 'incomplete' };
    const parsed = schemas[field].safeParse(given);
    if (parsed.success) values[field] = parsed.data;
    else invalid[field] = parsed.error.issues[0]?.message ?? 'is not valid';
  }
  if (typeof values.width === 'number' && typeof values.height === 'number') {
    const fault = sizeFault(values.width, values.height);
    if (fault) invalid.width = fault;
  }
  return Object.keys(invalid).length > 0 ? { kind: 'invalid', fields: invalid } : values;
}

/** How often a view is probed before its task is refused; a worker would try longer. */
const PROBES = 100_000;

/** Whether the fields of a request were refused. */
export const isFault = (result: Values | Fault): result is Fault => 'kind' in result;

/**
 * What keeps the fields from being a task: something is missing, or the view holds no constant, and a worker would
 * search for one for ever.
 */
export function taskFault(values: Values, random: () => number): Fault | undefined {
  if (requiredColumns.some((column) => values[column] === undefined)) return { kind: 'incomplete' };
  const { xa, xb, ya, yb, iterations } = values;
  const numbers = z.object({
    xa: z.number(),
    xb: z.number(),
    ya: z.number(),
    yb: z.number(),
    iterations: z.number(),
  });
  if (chooseConstant(numbers.parse({ xa, xb, ya, yb, iterations }), random, PROBES)) return undefined;
  const words = 'this view holds no point that could be the constant of a Julia set';
  return { kind: 'invalid', fields: { xa: words, xb: words, ya: words, yb: words } };
}
