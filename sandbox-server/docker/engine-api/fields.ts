import { z } from 'zod';

/** What Go's clients send for a field that nobody has set: it says nothing. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/**
 * An object of the Engine API with these fields and no others. Others are passed over while they are empty,
 * as clients of other versions send them, and refused by name when they are not. Names count to the letter.
 */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value ?? undefined;
    // Of a field that is `null`, Go keeps what it had: nothing.
    return Object.fromEntries(
      Object.entries(value).filter(([name, each]) =>
        Object.hasOwn(shape, name) ? each !== null : !isEmpty(each),
      ),
    );
  }, z.strictObject(shape));
}

/** A field that may be sent only empty; `reason` says to the learner why. */
export const never = (reason: string) =>
  z
    .unknown()
    .refine(isEmpty, reason)
    .transform(() => undefined)
    .optional();

/** A field that is not even to be sent as an empty list, because that means something: see `reason`. */
export const absent = (reason: string) =>
  z
    .unknown()
    .refine((value) => value === undefined, reason)
    .transform(() => undefined)
    .optional();

/** A field that may hold anything and is not passed on. */
export const ignored = z
  .unknown()
  .transform(() => undefined)
  .optional();

/** Text without control characters, of at most so many characters. */
export const text = (longest = 4096) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\0]*$/, 'holds a null character');

/** A whole number that Go's `int64` holds, from `least` to `most`. */
export const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** What a list of keys without values looks like in the Engine API: `{ "80/tcp": {} }`. */
export const keys = (key: z.ZodType<string>) =>
  z
    .record(z.string(), z.unknown())
    .pipe(z.preprocess((value) => Object.keys(value ?? {}), z.array(key).max(256)));

/** Labels as clients give them; those of ours are nobody else's to set. */
export const labels = z
  .record(text(256), text(4096))
  .refine(
    (given) => Object.keys(given).every((name) => !name.startsWith('get-out-of-my-cloud.')),
    'labels that begin with get-out-of-my-cloud. are this server’s own',
  );

/** The issues of a parse in one sentence: the first of them, and where it is. */
export function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'The request cannot be read.';
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (place ? `${place}.${key}` : key)).join(', ');
    return `${names} is not known here: the names of fields count to the letter, and what is not understood is not passed on.`;
  }
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}
