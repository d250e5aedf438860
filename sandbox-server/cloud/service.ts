import type { Clock } from './clock.ts';
import type { Fault } from './fault.ts';
import type { Hypervisor, RunningCard } from './hypervisor.ts';
import type { Ids } from './ids.ts';
import type { MicroversionRange } from './microversion.ts';
import type { Answer, Exchange, InvalidInput, Route } from './route.ts';
import type { Store } from './store.ts';
import type { Tokens } from './tokens.ts';

/** How a service words its refusals and marks its answers. */
export interface Spelling {
  /** A fault of any route; the 401 of a missing or bad token too. */
  fault(fault: Fault, exchange: Exchange): Answer;
  /** A body that does not fit its schema. */
  invalid(problem: InvalidInput, exchange: Exchange): Fault;
  /** A body that is not JSON, or not declared to be. */
  unreadable(reason: 'not-json' | 'not-declared'): Fault;
  /** A call that the policy of this name refuses. */
  forbidden(policy: string): Fault;
  missingRoute(exchange: Exchange): Answer;
  wrongMethod(allowed: string[], exchange: Exchange): Answer;
  /** Headers of every answer; `agreed` is false when the refusal came before the microversion was known. */
  headers(exchange: Exchange, agreed: boolean): Record<string, string>;
}

/** A service of the cloud. */
export interface Service {
  /** Its type in the catalog: `compute`. */
  type: string;
  /** Its name in the catalog: `nova`. */
  name: string;
  /** The word after `/cloud/` in its URLs. */
  segment: string;
  /** Its endpoint in the catalog, below `/cloud`: `/compute/v2.1`. */
  endpoint: string;
  routes: readonly Route[];
  spelling: Spelling;
  microversions?: MicroversionRange;
  /** False when an unknown route is refused before the token is looked at. Default true. */
  guarded?: boolean;
  /** Rewrites other spellings of a path (`/v2.0/networks.json`) to the one its routes have. */
  normalize?(path: string): string;
  /** Makes what a new cloud has in it (images, flavors, the public network). Called at each start. */
  seed?(): Promise<void>;
  /** Takes up what was under way when the process ended. */
  resume?(): Promise<void>;
  /** The servers that have machines: for whoever runs them, after a restart. */
  serverCards?(): Promise<RunningCard[]>;
  /** Removes all that the project has in this service. */
  purge?(projectId: string): Promise<void>;
}

/** What a service is built from. */
export interface Parts {
  store: Store;
  clock: Clock;
  ids: Ids;
  tokens: Tokens;
  hypervisor: Hypervisor;
  region: string;
  /** All services of the cloud, in order; for the catalog. To be read when a request comes, not before. */
  services(): readonly Service[];
  /**
   * Asks a service of the cloud: `fetch('/networking/v2.0/ports', …)`. Without `as` in this service's own
   * name, which is an administrator's; with it in the caller's, vouched for by this service.
   */
  fetch(path: string, request?: ServiceRequest): Promise<Response>;
  /** Lets `task` go on after the answer. Its failure is reported, not lost. */
  background(task: () => Promise<void>): void;
  /** Lets `task` begin after `ms` of the cloud's time, unless the cloud is closed before. */
  later(ms: number, task: () => Promise<void>): void;
}

/** A request of one service to another. */
export interface ServiceRequest {
  method?: string;
  /** Sent as JSON. */
  body?: object;
  /** Sent as they are, instead of a body. */
  bytes?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** The token of the caller in whose name to ask. */
  as?: string;
}

/** Makes a service. A service's folder exports one. */
export type ServiceFactory = (parts: Parts) => Service;
