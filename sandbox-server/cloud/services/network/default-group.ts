import { type GroupRecord, makeGroup } from './security-groups.ts';
import type { NetworkState } from './state.ts';

/** The group that every project has, made when the project first needs it. */
export function ensureDefaultGroup(state: NetworkState, project: string): GroupRecord {
  const found = state.groups.find((group) => group.project === project && group.name === 'default');
  return found ?? makeGroup(state, project, { name: 'default', description: 'Default security group' });
}
