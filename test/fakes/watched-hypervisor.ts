import type { Hypervisor, ServerCard } from '../../sandbox-server/cloud/hypervisor.ts';

/** A hypervisor that runs nothing, and remembers what it was asked. It refuses to boot what `refuses` names. */
export function watchedHypervisor(): Hypervisor & {
  calls: string[];
  cards: Map<string, ServerCard>;
  refuses: Set<string>;
} {
  const calls: string[] = [];
  const cards = new Map<string, ServerCard>();
  const refuses = new Set<string>();
  const nameOf = (id: string): string => cards.get(id)?.name ?? id;
  return {
    calls,
    cards,
    refuses,
    boot: async (card) => {
      if (refuses.has(card.name)) {
        throw new Error(`no room for ${card.name}`);
      }
      cards.set(card.id, card);
      calls.push(`boot ${card.name}`);
    },
    power: async (id, action) => {
      calls.push(`${action} ${nameOf(id)}`);
    },
    destroy: async (id) => {
      calls.push(`destroy ${nameOf(id)}`);
    },
    update: async (card) => {
      cards.set(card.id, card);
      calls.push(`update ${card.name}`);
    },
    console: async (id) => `${nameOf(id)} login:\none\ntwo\n`,
  };
}
