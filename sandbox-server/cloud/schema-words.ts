import type { z } from 'zod';

/** The first thing wrong with a body, in the words of the JSON Schema validator the real services use. */
export interface SchemaProblem {
  /** Where, from the body's root. */
  path: (string | number)[];
  /** `'name' is a required property`. */
  message: string;
  value: unknown;
}

/** A value as Python writes it: the services are written in it, and show values so. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (typeof value === 'string') {
    const quoted = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
    return quoted.includes("'") && !quoted.includes('"')
      ? `"${quoted}"`
      : `'${quoted.replaceAll("'", "\\'")}'`;
  }
  if (Array.isArray(value)) {
    return `[${value.map(pythonRepr).join(', ')}]`;
  }
  if (typeof value === 'object') {
    const members = Object.entries(value).map(([key, each]) => `${pythonRepr(key)}: ${pythonRepr(each)}`);
    return `{${members.join(', ')}}`;
  }
  return String(value);
}

/** A value as Python prints it. */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

const TYPES: Record<string, string> = {
  record: 'object',
  map: 'object',
  int: 'integer',
  bool: 'boolean',
};

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let current = body;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) {
      return undefined;
    }
    current = Reflect.get(current, key);
  }
  return current;
}

/** Among the refusals of a union's members, the one that came furthest. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') {
    return issue;
  }
  const inner = issue.errors.flat().map(deepest);
  const rank = (each: z.core.$ZodIssue): number =>
    each.path.length * 2 + (each.code === 'invalid_type' ? 0 : 1);
  const best = inner.toSorted((first, second) => rank(second) - rank(first))[0];
  return best ? { ...best, path: [...issue.path, ...best.path] } : issue;
}

/** A pattern without the slashes and flags of its literal. */
function bare(pattern = ''): string {
  return pattern.replace(/^\/(.*)\/[a-z]*$/, '$1');
}

function words(issue: z.core.$ZodIssue, value: unknown): string {
  const shown = pythonRepr(value);
  switch (issue.code) {
    case 'invalid_type':
      return `${shown} is not of type ${pythonRepr(TYPES[issue.expected] ?? issue.expected)}`;
    case 'invalid_value':
      return `${shown} is not one of ${pythonRepr(issue.values)}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `${shown} is too short`
        : `${shown} is less than the minimum of ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `${shown} is too long`
        : `${shown} is greater than the maximum of ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'regex'
        ? `${shown} does not match ${pythonRepr(bare(issue.pattern))}`
        : `${shown} is not a ${pythonRepr(issue.format)}`;
    case 'invalid_key': {
      const [reason] = issue.issues;
      const pattern = reason?.code === 'invalid_format' ? bare(reason.pattern) : '';
      return `${pythonRepr(issue.path.at(-1))} does not match any of the regexes: ${pythonRepr(pattern)}`;
    }
    case 'unrecognized_keys': {
      const verb = issue.keys.length > 1 ? 'were' : 'was';
      return `Additional properties are not allowed (${issue.keys.map(pythonRepr).join(', ')} ${verb} unexpected)`;
    }
    default:
      return issue.message;
  }
}

/** Explains why a body does not fit its schema. */
export function explain(error: z.ZodError, body: unknown): SchemaProblem {
  const first = error.issues[0];
  if (!first) {
    return { path: [], message: error.message, value: body };
  }
  const issue = deepest(first);
  const whole = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  // A key that may not be is the fault of the object that has it.
  const path = issue.code === 'invalid_key' ? whole.slice(0, -1) : whole;
  const value = valueAt(body, path);
  const missing = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  if (missing && value === undefined && path.length > 0) {
    const owner = path.slice(0, -1);
    const message = `${pythonRepr(path.at(-1))} is a required property`;
    return { path: owner, message, value: valueAt(body, owner) };
  }
  return { path, message: words(issue, value), value };
}
