import { z } from 'zod';
import { type Filters, filters, moment } from '../engine-api/query.ts';
import type { Learner } from './learner.ts';
import { forbidden } from './refusal.ts';
import { asking, type Route, route } from './route.ts';
import { label, ownLabels } from './tenant.ts';

const event = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).nullish() }),
  time: z.number(),
  timeNano: z.number(),
});
type EngineEvent = z.output<typeof event>;

/** Filters that the engine may be given as they are; names and labels are looked at here, in the learner's words. */
const passed = ['type', 'event'];
const understood = [...passed, 'container', 'image', 'network', 'volume', 'label', 'scope', 'daemon'];

/** An event in the learner's words; undefined when it is somebody else's. */
function view({ tenant }: Learner, { Type, Action, Actor, ...times }: EngineEvent) {
  const attributes = Actor.Attributes ?? {};
  const name = attributes.name ?? '';
  const own = ((): { ID: string; name?: string } | undefined => {
    switch (Type) {
      case 'container':
        return tenant.owns(attributes) && attributes[label.role] === 'container'
          ? { ID: Actor.ID, name: tenant.outward(name) ?? '' }
          : undefined;
      case 'network': {
        const found = tenant.outward(name);
        return found === undefined ? undefined : { ID: Actor.ID, name: found };
      }
      case 'volume': {
        const found = tenant.outward(Actor.ID);
        return found === undefined ? undefined : { ID: found };
      }
      case 'image': {
        const found = tenant.outwardImage(name) ?? tenant.outwardImage(Actor.ID);
        return found === undefined
          ? undefined
          : { ID: tenant.outwardImage(Actor.ID) ?? Actor.ID, name: found };
      }
      default:
        return undefined;
    }
  })();
  if (!own) return undefined;
  const image: Record<string, string> = Type === 'container' ? { image: attributes[label.image] ?? '' } : {};
  const Attributes: Record<string, string> = {
    ...ownLabels(attributes),
    ...image,
    ...(own.name !== undefined && { name: own.name }),
  };
  return {
    ...(Type === 'container' && { status: Action, id: own.ID, from: attributes[label.image] ?? '' }),
    Type,
    Action,
    Actor: { ID: own.ID, Attributes },
    scope: 'local',
    ...times,
  };
}

/** Whether an event is one of those that were asked for, by the learner's own names. */
function fits(
  filters: Filters,
  { Type, Actor }: { Type: string; Actor: { ID: string; Attributes: Record<string, string> } },
): boolean {
  const { name = '', container = '', image = '' } = Actor.Attributes;
  const wants = (filter: string, ...values: readonly string[]): boolean => {
    const given = filters.get(filter);
    const isIt = (each: string, value: string): boolean =>
      value === each || (each.length >= 12 && value.startsWith(each));
    return !given || given.some((each) => values.some((value) => isIt(each, value)));
  };
  const ofType = (type: string, ...values: readonly string[]): boolean =>
    !filters.has(type) || (Type === type && wants(type, ...values));
  const labelled = Object.entries(Actor.Attributes).flatMap(([key, value]) => [key, `${key}=${value}`]);
  return (
    (Type === 'container' ? wants('container', Actor.ID, name) : wants('container', container)) &&
    (Type === 'container' ? wants('image', image) : ofType('image', Actor.ID, name)) &&
    ofType('network', Actor.ID, name) &&
    ofType('volume', Actor.ID) &&
    (filters.get('label') ?? []).every((each) => labelled.includes(each))
  );
}

const events = route(
  'GET',
  '/events',
  asking({ since: moment, until: moment, filters }),
  async ({ learner, query, asked }) => {
    const strange = [...query.filters.keys()].find((name) => !understood.includes(name));
    if (strange !== undefined) throw forbidden(`Invalid filter '${strange}'`);
    const forEngine = Object.fromEntries([...query.filters].filter(([name]) => passed.includes(name)));
    const stream = await learner.engine.stream({
      method: 'GET',
      path: '/events',
      query: { since: query.since, until: query.until, filters: JSON.stringify(forEngine) },
      signal: asked.signal,
    });
    const lines = (line: unknown): unknown => {
      const found = view(learner, event.parse(line));
      return found && fits(query.filters, found) ? found : undefined;
    };
    return { status: 200, type: 'application/json', stream, lines };
  },
);

/** https://docs.docker.com/reference/api/engine/version/v1.41/#operation/SystemEvents */
export const eventRoutes: readonly Route[] = [events];
