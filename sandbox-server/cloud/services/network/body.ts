import { z } from 'zod';

/** What a POST or a PUT carries: one thing, or several of a kind at once. */
export interface Items<T> {
  items: T[];
  bulk: boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const absent = (single: string): string => `Unable to find '${single}' in request body`;

/** The body of a POST: `{"network": {…}}`, or in bulk `{"networks": [{…}, {…}]}`. */
export const creation = <Schema extends z.ZodType>(single: string, plural: string, schema: Schema) =>
  z.preprocess(
    (body) => {
      const bulk = isObject(body) && plural in body;
      const one = isObject(body) ? body[single] : undefined;
      return { bulk, items: bulk ? body[plural] : one === undefined ? undefined : [one] };
    },
    z.object({ bulk: z.boolean(), items: z.array(schema, { error: absent(single) }) }),
  );

/** The body of a PUT: `{"network": {…}}`. */
export const change = <Schema extends z.ZodType>(single: string, schema: Schema) =>
  z.preprocess(
    (body) => {
      const one = isObject(body) ? body[single] : undefined;
      return { items: one === undefined ? undefined : [one] };
    },
    z.object({ items: z.tuple([schema], { error: absent(single) }) }),
  );
