import { z } from 'zod';
import { value, withoutValue } from './events.ts';

/** The most variables that are told of. */
export const mostVariables = 500;

/** How large a value is; absent what it has none of. */
const size = z.object({
  characters: z.number().int().min(0).optional(),
  entries: z.number().int().min(0).optional(),
  bytes: z.number().int().min(0).optional(),
});

/** A name that cells have made, and its value as it is now. */
export const variable = z.object({
  name: z.string(),
  /** What a programmer calls the value's type: `string`, `function`, `Map`, the name of a class. */
  type: z.string(),
  value,
  size: size.optional(),
  state: withoutValue.optional(),
});
export type Variable = z.infer<typeof variable>;
