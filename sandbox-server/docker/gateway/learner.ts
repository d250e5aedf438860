import type { EngineClient } from './engine.ts';
import type { Limits } from './limits.ts';
import type { OwnHost } from './own-host.ts';
import type { Tenant } from './tenant.ts';

/** A learner at the gateway: everything that a call of theirs may use. */
export interface Learner {
  tenant: Tenant;
  engine: EngineClient;
  limits: Limits;
  /** Whether an image that is nobody's may be used, by its repository and tag. */
  isOffered(image: string): boolean;
  /** The names of the images that are offered, for sentences. */
  offered: readonly string[];
  /** The host that is the learner's own. */
  host: OwnHost;
  /** Containers and executions that are known to be theirs, by their full ids; ids are never given twice. */
  known: Set<string>;
  /** Holds whoever makes something until those before them have: or two at once would pass a limit. */
  inTurn<Result>(make: () => Promise<Result>): Promise<Result>;
}
