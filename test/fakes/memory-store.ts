import type { Store } from '../../sandbox-server/cloud/store.ts';

/** A store that forgets when the process ends. */
export function memoryStore(): Store {
  const collections = new Map<string, Map<string, string>>();
  const rows = (name: string): Map<string, string> => {
    const found = collections.get(name) ?? new Map<string, string>();
    collections.set(name, found);
    return found;
  };
  return {
    load: (name) => [...rows(name)].map(([id, json]) => ({ id, json })),
    put: (name, id, json) => {
      rows(name).set(id, json);
    },
    remove: (name, id) => {
      rows(name).delete(id);
    },
  };
}
