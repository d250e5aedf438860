import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { settle } from '../../lifecycle.ts';
import type { Call } from '../../route.ts';
import { type Collection, collection, type Store } from '../../store.ts';
import { LIFE, PHASES } from './server-phases.ts';

/** A flavor as the server got it: what becomes of the flavor later does not change the server. */
const serverFlavor = z.object({
  id: z.string(),
  name: z.string(),
  vcpus: z.number(),
  ram: z.number(),
  disk: z.number(),
  ephemeral: z.number(),
  swap: z.number(),
  extraSpecs: z.record(z.string(), z.string()),
});

const serverRecord = z.object({
  id: z.string(),
  /** Counts servers, for `instance-0000003f`. */
  number: z.number(),
  project: z.string(),
  user: z.string(),
  name: z.string(),
  hostname: z.string(),
  description: z.string().nullable(),
  flavor: serverFlavor,
  /** The flavor before a resize that is not confirmed. */
  oldFlavor: serverFlavor.nullable(),
  image: z.object({ id: z.string(), name: z.string() }).nullable(),
  key: z.object({ name: z.string(), publicKey: z.string() }).nullable(),
  /** Base64, as it came. */
  userData: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  tags: z.array(z.string()),
  accessIPv4: z.string(),
  accessIPv6: z.string(),
  diskConfig: z.enum(['AUTO', 'MANUAL']),
  configDrive: z.boolean(),
  locked: z.boolean(),
  lockedReason: z.string().nullable(),
  reservation: z.string(),
  launchIndex: z.number(),
  phase: z.enum(PHASES),
  /** Since when it is in this phase. Moments are in milliseconds since the epoch. */
  since: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
  launchedAt: z.number().nullable(),
  fault: z.object({ code: z.number(), message: z.string(), at: z.number() }).nullable(),
  /** The ports made for it, which go with it; ports that were there before it stay. */
  ownPorts: z.array(z.string()),
  /** Whether it has all the ports it was asked for with: false while they are being made. */
  connected: z.boolean(),
});
export type ServerRecord = z.infer<typeof serverRecord>;

/** Opens the servers kept in `store`. */
export function openServers(store: Store): Collection<ServerRecord> {
  return collection(store, 'servers', serverRecord);
}

/** The server as it stands at `now`. */
export function settled(record: ServerRecord, now: number): ServerRecord {
  const { state, since } = settle(LIFE, { state: record.phase, since: record.since }, now);
  if (state === record.phase) {
    return record;
  }
  const launched = state === 'active' || state === 'resized';
  const launchedAt = launched && restarts(record) ? since : record.launchedAt;
  return { ...record, phase: state, since, updatedAt: since, launchedAt };
}

function restarts({ phase }: ServerRecord): boolean {
  return ['scheduling', 'networking', 'spawning', 'rebuilding', 'resizing', 'reverting'].includes(phase);
}

/** Finds a server of the caller's project, or any for an administrator. */
export function demandServer(
  servers: Collection<ServerRecord>,
  call: Pick<Call, 'caller' | 'project'>,
  id: string,
): ServerRecord {
  const found = servers.get(id);
  if (!found || (found.project !== call.project && !call.caller.admin)) {
    throw new Fault(404, `Instance ${id} could not be found.`);
  }
  return found;
}
