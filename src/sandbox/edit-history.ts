import { z } from 'zod';
import { beginHistory, type TextHistory } from '../workbook/text-history.ts';

const kept = z.object({
  cell: z.tuple([z.string(), z.string()]),
  texts: z.array(z.string()).min(1),
  at: z.number().int().min(0),
});
const owner = z.object({ name: z.string() });

const settled = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const databaseName = 'workbook';

/** Deletes the steps of all lessons; a page that has them open lets go of them when it is left. */
export const forgetHistories = (factory: IDBFactory): void => void factory.deleteDatabase(databaseName);

/**
 * The steps by which a learner's cells became what they are, in the browser's own database: undo goes on after a
 * reload. The tabs of one lesson write into the same history.
 */
export class EditHistory {
  readonly #lesson: string;
  readonly #factory: IDBFactory;
  #database: Promise<IDBDatabase> | undefined;

  constructor(lesson: string, factory: IDBFactory) {
    this.#lesson = lesson;
    this.#factory = factory;
  }

  /** The steps of a cell; undefined when it was never changed here. */
  async of(cell: string): Promise<TextHistory | undefined> {
    const store = await this.#store('cells', 'readonly');
    return readKept(await settled(store.get([this.#lesson, cell])));
  }

  /** Changes the steps of a cell by `step`; those of a cell that was never changed begin with `original`. */
  async change(cell: string, original: string, step: (history: TextHistory) => TextHistory): Promise<void> {
    const store = await this.#store('cells', 'readwrite');
    const key: [string, string] = [this.#lesson, cell];
    const known = readKept(await settled(store.get(key))) ?? beginHistory(original);
    const { texts, at } = step(known);
    await settled(store.put({ cell: key, texts, at }));
  }

  /** Says whose steps these are: those of another learner who used this browser are forgotten. */
  async belongTo(learner: string): Promise<void> {
    const store = await this.#store('owner', 'readwrite');
    const known = owner.safeParse(await settled(store.get('owner')));
    if (known.success && known.data.name === learner) return;
    if (known.success) store.transaction.objectStore('cells').clear();
    await settled(store.put({ name: learner }, 'owner'));
  }

  /** Forgets the steps of this lesson. */
  async forget(): Promise<void> {
    const store = await this.#store('cells', 'readwrite');
    await settled(store.delete(IDBKeyRange.bound([this.#lesson], [this.#lesson, []])));
  }

  async #store(name: 'cells' | 'owner', mode: IDBTransactionMode): Promise<IDBObjectStore> {
    this.#database ??= this.#open();
    // One that could not be opened is tried again with the next step.
    this.#database.catch(() => {
      this.#database = undefined;
    });
    const database = await this.#database;
    return database.transaction(['cells', 'owner'], mode).objectStore(name);
  }

  #open(): Promise<IDBDatabase> {
    const request = this.#factory.open(databaseName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('cells', { keyPath: 'cell' });
      request.result.createObjectStore('owner');
    };
    return settled(request);
  }
}

/** What is kept, if it is what we keep: another program may have written there. */
const readKept = (found: unknown): TextHistory | undefined => {
  const { success, data } = kept.safeParse(found);
  return success && data.at < data.texts.length ? { texts: data.texts, at: data.at } : undefined;
};
