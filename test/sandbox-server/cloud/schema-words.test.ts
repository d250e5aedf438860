import { expect, test } from 'vitest';
import { z } from 'zod';
import { explain, pythonRepr } from '../../../sandbox-server/cloud/schema-words.ts';

const schema = z.strictObject({
  server: z.strictObject({
    name: z.string().min(1).max(5),
    count: z.int().min(1).optional(),
    kind: z.enum(['a', 'b']).optional(),
    code: z
      .string()
      .regex(/^[0-9]*$/)
      .optional(),
    words: z.record(z.string().regex(/^[a-z]+$/), z.string()).optional(),
    either: z.union([z.int().min(1), z.string().regex(/^x$/)]).optional(),
    items: z.array(z.strictObject({ id: z.string() })).optional(),
  }),
});

const wrong = (server: object): string => {
  const body = { server };
  const parsed = schema.safeParse(body);
  const problem = parsed.error && explain(parsed.error, body);
  return problem ? `${problem.path.join('.')}: ${problem.message}` : 'fits';
};

test.each([
  [{}, "server: 'name' is a required property"],
  [{ name: '' }, "server.name: '' is too short"],
  [{ name: 'abcdef' }, "server.name: 'abcdef' is too long"],
  [{ name: 5 }, "server.name: 5 is not of type 'string'"],
  [{ name: null }, "server.name: None is not of type 'string'"],
  [{ name: 'a', count: 0 }, 'server.count: 0 is less than the minimum of 1'],
  [{ name: 'a', kind: 'c' }, "server.kind: 'c' is not one of ['a', 'b']"],
  [{ name: 'a', code: 'x' }, "server.code: 'x' does not match '^[0-9]*$'"],
  [{ name: 'a', words: { A: 'x' } }, "server.words: 'A' does not match any of the regexes: '^[a-z]+$'"],
  [{ name: 'a', words: { a: 1 } }, "server.words.a: 1 is not of type 'string'"],
  [{ name: 'a', either: 0 }, 'server.either: 0 is less than the minimum of 1'],
  [{ name: 'a', either: 'y' }, "server.either: 'y' does not match '^x$'"],
  [{ name: 'a', items: [{ id: 1 }] }, "server.items.0.id: 1 is not of type 'string'"],
  [{ name: 'a', wings: 2 }, "server: Additional properties are not allowed ('wings' was unexpected)"],
])('%j', (server, words) => {
  expect(wrong(server)).toBe(words);
});

test.each([
  [null, 'None'],
  [true, 'True'],
  ["it's", '"it\'s"'],
  [{ a: [1, 'b'] }, "{'a': [1, 'b']}"],
])('%j is shown as Python shows it', (value, shown) => {
  expect(pythonRepr(value)).toBe(shown);
});
