import { z } from 'zod';
import { pythonRepr } from '../../schema-words.ts';

const words = (what: string) => (issue: { input?: unknown }) => `${pythonRepr(issue.input)} ${what}`;

/** A name of at most 255 characters that is not blank. */
export const name = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => text.trim() === text, {
    error: words("does not match '^(?![\\\\s])(?!.*[\\\\s]$).*$'"),
  });

const TRUE = ['1', 't', 'true', 'on', 'y', 'yes'];

/** A boolean, or the words Nova takes for one. */
export const truth = z
  .union([
    z.boolean(),
    z
      .string()
      .refine((text) => [...TRUE, '0', 'f', 'false', 'off', 'n', 'no', ''].includes(text.toLowerCase()), {
        error: words('is not one of [True, False]'),
      }),
  ])
  .transform((value) => (typeof value === 'boolean' ? value : TRUE.includes(value.toLowerCase())));

/** A whole number of at least `min`, as a number or in digits. */
export function count(min: number): z.ZodType<number> {
  return z.union([z.int().min(min), z.string().regex(/^[0-9]+$/)]).transform(Number);
}

/** A UUID. */
export const uuid = z.string().refine((text) => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text), {
  error: words("is not a 'uuid'"),
});

/** An IPv4 address. */
export const ipv4 = z
  .string()
  .refine(
    (text) => /^(\d{1,3})(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256),
    {
      error: words("is not a 'ipv4'"),
    },
  );

/** An IPv6 address. */
export const ipv6 = z.string().refine((text) => /^[0-9a-f:.]+$/i.test(text) && text.includes(':'), {
  error: words("is not a 'ipv6'"),
});

/** Metadata: keys of at most 255 plain characters, text of at most 255 characters. */
export const metadata = z.record(z.string().regex(/^[a-zA-Z0-9-_:. ]{1,255}$/), z.string().max(255));

/** A tag of a server. */
export const tag = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^,/]*$/);
