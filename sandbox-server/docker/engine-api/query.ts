import { z } from 'zod';

/** What Go reads of a query's flag: absent, empty, `0`, `no`, `false` and `none` are no. */
export const flag = z
  .string()
  .optional()
  .transform(
    (text) => text !== undefined && !['', '0', 'no', 'false', 'none'].includes(text.trim().toLowerCase()),
  );

/** The same for a flag that is yes when it is absent. */
export const flagOrYes = z
  .string()
  .optional()
  .transform(
    (text) => text === undefined || !['0', 'no', 'false', 'none'].includes(text.trim().toLowerCase()),
  );

/** A whole number of a query, between two; an empty one is an absent one. */
export const number = (least: number, most: number) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (!text) return undefined;
      const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
      if (value >= least && value <= most) return value;
      context.addIssue({ code: 'custom', message: `must be a whole number from ${least} to ${most}` });
      return z.NEVER;
    });

/** A moment as clients write it: seconds since 1970, with or without a fraction, or RFC 3339. */
export const moment = z
  .string()
  .regex(/^[\dTZ:.+-]{0,40}$/, 'is no moment')
  .optional();

const mapping = z.record(z.string(), z.record(z.string(), z.boolean()));
const listing = z.record(z.string(), z.array(z.string()));

/** The `filters` of a query: values by the filter's name. Both spellings, lists and maps to `true`, are read. */
export const filters = z
  .string()
  .max(16_384)
  .optional()
  .transform((text, context): Map<string, string[]> => {
    if (!text) return new Map();
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'invalid filter' });
      return z.NEVER;
    }
    const mapped = mapping.safeParse(raw);
    if (mapped.success)
      return new Map(
        Object.entries(mapped.data).map(([name, values]) => [
          name,
          Object.keys(values).filter((value) => values[value]),
        ]),
      );
    const listed = listing.safeParse(raw);
    if (listed.success) return new Map(Object.entries(listed.data));
    context.addIssue({ code: 'custom', message: 'invalid filter' });
    return z.NEVER;
  });

/** Filters as they stand in a query. */
export type Filters = ReadonlyMap<string, readonly string[]>;
