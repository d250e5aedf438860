import type { z } from 'zod';

/** The microversions in which members of an input came, went, or became required. */
export interface Changes {
  added?: Record<string, number>;
  removed?: Record<string, number>;
  required?: Record<string, number>;
}

/** `schema` as it was in `microversion`: without members that came later or had gone, with those required. */
export function asOf<Schema extends z.ZodType<Record<string, unknown>>>(
  schema: Schema,
  { added = {}, removed = {}, required = {} }: Changes,
  microversion: number,
): Schema {
  return schema.superRefine((value, context) => {
    const unknown = Object.keys(value).filter(
      (key) => microversion < (added[key] ?? 0) || microversion >= (removed[key] ?? Number.POSITIVE_INFINITY),
    );
    if (unknown.length > 0) {
      context.addIssue({ code: 'unrecognized_keys', keys: unknown, input: value });
    }
    for (const [key, since] of Object.entries(required)) {
      if (microversion >= since && !(key in value)) {
        context.addIssue({ code: 'invalid_type', expected: 'string', path: [key], input: undefined });
      }
    }
  });
}
