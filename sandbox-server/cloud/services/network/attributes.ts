import { z } from 'zod';
import { formatCidr, parseAddress, parseCidr } from './addresses.ts';

/**
 * The kinds of values that Neutron's attributes have. A refusal is worded as the reason that Neutron gives;
 * `params.type` says by which of its errors.
 * @see https://docs.openstack.org/neutron-lib/latest/contributor/api_validators.html
 */

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? 'None' : JSON.stringify(value);

/** A value that is converted; `convert` returns undefined to refuse it, with the reason in `otherwise`. */
export function converted<T>(
  convert: (value: unknown) => T | undefined,
  otherwise: (value: string) => { message: string; type?: string },
) {
  return z.unknown().transform((value, context): T => {
    const result = value === undefined ? undefined : convert(value);
    if (result === undefined) {
      const { message, type } = otherwise(shown(value));
      context.addIssue({ code: 'custom', message, params: { type, missing: value === undefined } });
      return z.NEVER;
    }
    return result;
  });
}

/** A text of at most `max` characters. */
export const text = (max = 255) =>
  z
    .string({ error: ({ input }) => `'${shown(input)}' is not a valid string.` })
    .max(max, { error: ({ input }) => `'${shown(input)}' exceeds maximum length of ${max}.` });

const BOOLEANS = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  [1, true],
  [0, false],
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

/** True or false, also as the words and numbers that Neutron takes for them. */
export const flag = () =>
  converted(
    (value) => BOOLEANS.get(typeof value === 'string' ? value.toLowerCase() : value),
    (value) => ({ message: `'${value}' cannot be converted to boolean`, type: 'InvalidInput' }),
  );

/** A whole number, also written as a text. */
export const integer = () =>
  converted(
    (value) => (/^-?\d+$/.test(`${value}`) ? Number(value) : undefined),
    (value) => ({ message: `'${value}' is not an integer`, type: 'InvalidInput' }),
  );

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** A UUID, with its dashes or without. */
export const uuid = () =>
  converted(
    (value) => (typeof value === 'string' && UUID.test(value) ? value : undefined),
    (value) => ({ message: `'${value}' is not a valid UUID.` }),
  );

/** An IPv4 or IPv6 address. */
export const ipAddress = () =>
  converted(
    (value) => (typeof value === 'string' && parseAddress(value) ? value : undefined),
    (value) => ({ message: `'${value}' is not a valid IP address.` }),
  );

/** A hardware address, made lower case. */
export const macAddress = () =>
  converted(
    (value) =>
      typeof value === 'string' && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(value)
        ? value.toLowerCase()
        : undefined,
    (value) => ({ message: `'${value}' is not a valid MAC address.` }),
  );

/** A network of addresses, written by its network address. */
export const cidr = () =>
  converted(
    (value) => {
      const parsed = typeof value === 'string' && value.includes('/') ? parseCidr(value) : undefined;
      return parsed && formatCidr(parsed);
    },
    (value) => ({ message: `${value} is not in a CIDR format`, type: 'InvalidInput' }),
  );

/** One of a few words. */
export const oneOf = <const Word extends string>(...words: Word[]) =>
  converted(
    (value) => words.find((word) => word === value),
    (value) => ({ message: `${value} is not in valid_values.` }),
  );

/** A list of the same. */
export const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item, { error: ({ input }) => `'${shown(input)}' is not a list.` });

/** The attributes by which an administrator acts for another project. */
export const ownership = { tenant_id: text().optional(), project_id: text().optional() };
