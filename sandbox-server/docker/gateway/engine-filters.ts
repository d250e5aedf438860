import type { Filters } from '../engine-api/query.ts';
import type { Learner } from './learner.ts';
import { findImage, ownContainerId, ownNetwork, unlessMissing } from './lookup.ts';
import { badRequest } from './refusal.ts';

type Kind = 'container' | 'network' | 'volume';

/** The filters of each list that are understood. */
const known: Record<Kind, readonly string[]> = {
  container: [
    'ancestor',
    'before',
    'exited',
    'expose',
    'health',
    'id',
    'label',
    'name',
    'network',
    'publish',
    'since',
    'status',
    'volume',
  ],
  network: ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type'],
  volume: ['dangling', 'driver', 'label', 'name'],
};

/** What stands for something that is not there, and finds nothing. */
const nothing = '-';

/**
 * A pattern of names as the engine must be asked for it: what it may match is what stands after the learner's
 * prefix, from the name's first character on when it begins with `^`.
 */
export function namePattern(prefix: string, pattern: string): string {
  const bare = pattern.replace(/^(\^?)\//, '$1');
  return bare.startsWith('^') ? `^/?${prefix}(?:${bare.slice(1)})` : `^/?${prefix}.*(?:${bare})`;
}

/** Filters by the names and ids of the engine. @throws Refusal for one that is not understood */
export async function engineFilters(
  learner: Learner,
  filters: Filters,
  kind: Kind,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, values] of filters) {
    if (!known[kind].includes(name)) throw badRequest(`Invalid filter '${name}'`);
    found[name] = await Promise.all(values.map((value) => translated(learner, name, value)));
  }
  return found;
}

async function translated(learner: Learner, name: string, value: string): Promise<string> {
  const { tenant } = learner;
  switch (name) {
    case 'name':
      return namePattern(tenant.prefix, value);
    case 'ancestor':
      return (await unlessMissing(findImage(learner, value)))?.id ?? nothing;
    case 'before':
    case 'since':
      return ownContainerId(learner, value);
    case 'network':
      return (await unlessMissing(ownNetwork(learner, value)))?.id ?? nothing;
    case 'volume':
      return value.startsWith('/') ? value : tenant.inward(value);
    case 'label':
      if (value.startsWith('get-out-of-my-cloud.')) throw badRequest(`Invalid filter 'label=${value}'`);
      return value;
    default:
      return value;
  }
}
