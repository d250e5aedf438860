import type { Clock } from '../../machines/clock.ts';
import { type Filters, hasLabels } from './query.ts';

/** What happened. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents */
export interface EngineEvent {
  readonly kind: 'container' | 'image' | 'network' | 'volume' | 'daemon' | 'builder';
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const KEPT = 256;

/** What happened on the engine: the newest are kept, and listeners hear of each. */
export class Events {
  readonly #clock: Clock;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #kept: EngineEvent[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(
    kind: EngineEvent['kind'],
    action: string,
    id: string,
    attributes: Readonly<Record<string, string>>,
  ): void {
    const event = { kind, action, id, attributes, at: this.#clock.now() };
    this.#kept = [...this.#kept, event].slice(-KEPT);
    for (const listener of this.#listeners) listener(event);
  }

  between(since: number, until: number): EngineEvent[] {
    return this.#kept.filter(({ at }) => at >= since && at <= until);
  }

  /** Hears of what happens from now on, until the function that is returned is called. */
  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** An event as the API answers it: older members beside newer ones. */
export function eventView({ kind, action, id, attributes, at }: EngineEvent): object {
  const older =
    kind === 'container'
      ? { status: action, id, from: attributes.image ?? '' }
      : kind === 'image'
        ? { status: action, id }
        : {};
  return {
    ...older,
    Type: kind,
    Action: action,
    Actor: { ID: id, Attributes: attributes },
    scope: 'local',
    time: Math.floor(at / 1000),
    timeNano: at * 1_000_000,
  };
}

/** Whether an event is among those that were asked for. */
export function eventFits({ kind, action, id, attributes }: EngineEvent, wanted: Filters): boolean {
  const names = [id, attributes.name ?? ''];
  const of = (filter: EngineEvent['kind']): boolean => {
    const values = wanted.get(filter);
    const own = filter === 'image' ? [id, attributes.name ?? '', attributes.image ?? ''] : names;
    return (
      !values ||
      (kind === filter &&
        values.some((value) =>
          own.some((name) => name === value || (filter === 'container' && name.startsWith(value))),
        ))
    );
  };
  const [plain = action] = action.split(':');
  return (
    (wanted.get('type')?.includes(kind) ?? true) &&
    (wanted.get('event')?.some((name) => name === action || name === plain) ?? true) &&
    of('container') &&
    of('image') &&
    of('network') &&
    of('volume') &&
    hasLabels(attributes, wanted.get('label'))
  );
}
