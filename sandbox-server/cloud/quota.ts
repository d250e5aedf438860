import { z } from 'zod';
import { collection, type Store } from './store.ts';

const quotaRecord = z.object({ id: z.string(), limits: z.record(z.string(), z.number().int()) });

/** The limits of each project over the defaults of its service. -1 is no limit. */
export interface Quotas<Name extends string> {
  defaults: Readonly<Record<Name, number>>;
  limits(projectId: string): Record<Name, number>;
  set(projectId: string, limits: Partial<Record<Name, number>>): void;
  /** Back to the defaults. */
  reset(projectId: string): void;
}

/** Opens the quotas kept under `name`. */
export function openQuotas<Name extends string>(
  store: Store,
  name: string,
  defaults: Readonly<Record<Name, number>>,
): Quotas<Name> {
  const records = collection(store, name, quotaRecord);
  return {
    defaults,
    limits: (projectId) => ({ ...defaults, ...records.get(projectId)?.limits }),
    set: (projectId, limits) => {
      records.put({ id: projectId, limits: { ...records.get(projectId)?.limits, ...limits } });
    },
    reset: (projectId) => {
      records.remove(projectId);
    },
  };
}

/** Whether `asked` more would be too many. */
export function exceeds(limit: number, used: number, asked: number): boolean {
  return limit >= 0 && used + asked > limit;
}
