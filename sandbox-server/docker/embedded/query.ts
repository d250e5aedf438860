import { z } from 'zod';
import { badRequest } from './fault.ts';

const NO = new Set(['', '0', 'no', 'false', 'none']);

const isYes = (text: string): boolean => !NO.has(text.trim().toLowerCase());

/** A yes or no of a query that is yes when it is not there. */
export const flagOn = z.string().default('1').transform(isYes);

/** A yes or no of a query, as Docker reads it. */
export const flag = z
  .string()
  .optional()
  .transform((text) => text !== undefined && isYes(text));

/** A whole number of a query. */
export const whole = z
  .string()
  .regex(/^-?\d+$/, 'not a number')
  .transform(Number);

/** Filters by their names, each with the values of which one must fit. */
export type Filters = ReadonlyMap<string, readonly string[]>;

const filterMap = z.record(
  z.string(),
  z.union([z.array(z.string()), z.record(z.string(), z.boolean()).transform((map) => Object.keys(map))]),
);

/** `filters`: a JSON object in a query, in either of the two spellings that clients have. */
export const filters = z
  .string()
  .optional()
  .transform((text): Filters => {
    if (text === undefined || text === '') return new Map();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw badRequest('invalid filter', cause);
    }
    const parsed = filterMap.safeParse(value);
    if (!parsed.success) throw badRequest('invalid filter', parsed.error);
    return new Map(Object.entries(parsed.data));
  });

/** @throws DockerFault for a filter that the call does not have */
export function demandFilters(given: Filters, known: readonly string[]): void {
  for (const name of given.keys()) if (!known.includes(name)) throw badRequest(`Invalid filter '${name}'`);
}

/** Whether labels have all of `key` and `key=value`. */
export function hasLabels(labels: Readonly<Record<string, string>>, wanted: readonly string[] = []): boolean {
  return wanted.every((each) => {
    const at = each.indexOf('=');
    return at < 0 ? each in labels : labels[each.slice(0, at)] === each.slice(at + 1);
  });
}

/** A moment of a query: seconds since the epoch with a fraction, RFC 3339, or a duration before now. In ms. */
export function momentOf(text: string, now: number): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === text)
    return now - parts.reduce((sum, [, number, unit = 's']) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw badRequest(`failed to parse value as time or duration: "${text}"`);
  return at;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** RFC 3339 with nine digits, as Docker writes a moment. */
export function isoNano(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000000Z`;
}

/** What Docker writes for a moment that never was. */
export const NEVER = '0001-01-01T00:00:00Z';
