import { z } from 'zod';
import { isoSeconds } from '../../clock.ts';
import type { Parts } from '../../service.ts';

/** What Neutron keeps of everything it has: its standard attributes. */
export const standardRecord = z.object({
  id: z.string(),
  /** The id of the project that owns it; empty for what the cloud itself owns. */
  project: z.string(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  updatedAt: z.number(),
  revision: z.number(),
});
export type StandardRecord = z.infer<typeof standardRecord>;

/** The standard attributes of something new. */
export function newStandard(
  { ids, clock }: Pick<Parts, 'ids' | 'clock'>,
  given: { project: string; name?: string; description?: string },
  revision = 1,
): StandardRecord {
  const now = clock.now();
  const { project, name = '', description = '' } = given;
  return { id: ids.uuid(), project, name, description, tags: [], createdAt: now, updatedAt: now, revision };
}

/** What changes with every change. */
export function touched(
  { clock }: Pick<Parts, 'clock'>,
  record: StandardRecord,
): Pick<StandardRecord, 'updatedAt' | 'revision'> {
  return { updatedAt: clock.now(), revision: record.revision + 1 };
}

/** The standard attributes as they go out. */
export function standardView(record: StandardRecord) {
  return {
    id: record.id,
    name: record.name,
    tenant_id: record.project,
    project_id: record.project,
    description: record.description,
    tags: record.tags,
    created_at: isoSeconds(record.createdAt),
    updated_at: isoSeconds(record.updatedAt),
    revision_number: record.revision,
  };
}
