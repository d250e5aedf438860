import type { RunEvent } from '../protocol/events.ts';

type DisplayEvent = Extract<RunEvent, { kind: 'display' }>;
/** Numbers of a display's entries: the first keeps its place among the outputs, the last says what it is now. */
interface Places {
  first: number;
  last: number;
}

/**
 * Knows which entries a display's newer state makes superfluous. What a server before this one wrote is not
 * known, and stays: the runs that it belongs to are over.
 */
export class DisplayUpdates {
  /** By learner, lesson and cell; then by run and display. */
  readonly #cells = new Map<string, Map<string, Places>>();

  /** Notes the display that entry `seq` will hold; the answer is the entry that it makes superfluous, if any. */
  note(
    key: readonly [string, string],
    { run, cell, display }: DisplayEvent,
    seq: number,
  ): number | undefined {
    if (display.id === undefined) return undefined;
    const name = nameOf(key, cell);
    const known = this.#cells.get(name) ?? new Map<string, Places>();
    this.#cells.set(name, known);
    const id = `${run} ${display.id}`;
    const places = known.get(id) ?? { first: seq, last: seq };
    known.set(id, { ...places, last: seq });
    return places.last === places.first ? undefined : places.last;
  }

  /** A run of the cell begins: its older ones have made room. */
  forget(key: readonly [string, string], cell: string, run: string): void {
    const known = this.#cells.get(nameOf(key, cell));
    for (const id of known?.keys() ?? []) if (!id.startsWith(`${run} `)) known?.delete(id);
  }
}

function nameOf(key: readonly [string, string], cell: string): string {
  return [...key, cell].join(' ');
}
