import { z } from 'zod';
import { type Property, withoutValue } from '../protocol/events.ts';
import type { Reason } from '../protocol/reason.ts';
import { inEnglish } from '../protocol/reason-in-english.ts';
import { mostVariables, type Variable } from '../protocol/variables.ts';
import type { Inspector } from './inspector.ts';
import { evaluation, propertyList, type RemoteObject } from './messages.ts';
import { scopeNames } from './scope-names.ts';
import { namedValue, toValue } from './value.ts';

/** What cells have declared, by name; `more` is how many are left out, `gone` says that there is no kernel. */
export interface VariableList {
  variables: Variable[];
  more: number;
  gone?: boolean;
}

/** The most characters of a variable's line. */
const longestLine = 200;
/** V8 makes a list of all names in whatever it previews: of longer arrays, that would cost the kernel its memory. */
const longestPreviewed = 10_000;
/** So many answers are held at once, so that windows of the same lesson do not take each other's values away. */
const heldAnswers = 4;
/** What a script may declare, and nothing that would read as more than a name. */
const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

const note = z.object({
  name: z.string().optional(),
  characters: z.number().int().min(0).optional(),
  entries: z.number().int().min(0).optional(),
  bytes: z.number().int().min(0).optional(),
  state: withoutValue.optional(),
});
type Note = z.infer<typeof note>;

/**
 * Asks the kernel's program (`library/survey.ts`) for what cells have made global, and for what the functions in the
 * list `reads` read; V8 lets go of it with the `group` that it is put into.
 */
export type Survey = (reads: object, most: number, group?: string) => Promise<RemoteObject>;

/** All that V8 has shown of a pause; it lets go of it when the run goes on. */
const groupOfPause = 'backtrace';

/** The variables of a kernel, and V8's names for their values as long as a reader may want to open them. */
export class Variables {
  readonly #inspector: Inspector;
  readonly #survey: Survey;
  readonly #held: Set<string>[] = [];

  constructor(inspector: Inspector, survey: Survey) {
    this.#inspector = inspector;
    this.#survey = survey;
  }

  /**
   * What cells have declared. Nothing of theirs runs for it.
   * @throws UnreadableVariables
   */
  async read(): Promise<VariableList> {
    const passing: string[] = [];
    try {
      return await this.#read(passing);
    } finally {
      this.#release(passing);
    }
  }

  /** What cells have made global, with `function` and `var` say, as a scope of a paused run has it. */
  async globals(): Promise<Property[]> {
    const passing: string[] = [];
    try {
      const survey = await this.#survey({ value: [] }, mostVariables, groupOfPause);
      const { notes, values } = await this.#inside(survey, passing);
      const found = notes.flatMap(({ name }, at) =>
        name === undefined ? [] : [namedValue(name, values.get(String(at)))],
      );
      return found.sort((one, other) => byName(one.name, other.name));
    } finally {
      this.#release(passing);
    }
  }

  /** What a value was unfolded to is held as long as the value itself. */
  hold(handle: string, { properties }: { properties: readonly Property[] }): void {
    const holder = this.#held.find((answer) => answer.has(handle));
    for (const each of properties) if (each.handle !== undefined) holder?.add(each.handle);
  }

  async #read(passing: string[]): Promise<VariableList> {
    const { names } = scopeNames.parse(await this.#inspector.request('Runtime.globalLexicalScopeNames'));
    // V8 names again what was declared again.
    const lexical = [...new Set(names)].filter((name) => identifier.test(name)).sort(byName);
    const read = lexical.slice(0, mostVariables);
    const expression = `[${read.map((name) => `() => ${name}`).join(', ')}]`;
    const reads = evaluation.parse(await this.#inspector.request('Runtime.evaluate', { expression })).result;
    if (reads.objectId === undefined) throw new UnreadableVariables();
    passing.push(reads.objectId);
    const survey = await this.#survey({ objectId: reads.objectId }, mostVariables);
    const { notes, values, handles } = await this.#inside(survey, passing);
    this.#held.push(new Set(handles));
    if (this.#held.length > heldAnswers) this.#release(this.#held.shift() ?? []);
    const found = notes.flatMap((each, at) => {
      const name = each.name ?? read[at];
      const isShadowed = each.name !== undefined && names.includes(each.name);
      return name === undefined || isShadowed ? [] : [toVariable(name, each, values.get(String(at)))];
    });
    const variables = found.sort((one, other) => byName(one.name, other.name));
    const more = lexical.length - read.length + Math.max(0, variables.length - mostVariables);
    return { variables: variables.slice(0, mostVariables), more };
  }

  async #inside(
    { objectId: survey }: RemoteObject,
    passing: string[],
  ): Promise<{ notes: Note[]; values: Map<string, RemoteObject>; handles: string[] }> {
    if (survey === undefined) throw new UnreadableVariables();
    passing.push(survey);
    const parts = await this.#properties(survey);
    const list = parts.get('values')?.objectId;
    const said = notesOf(parts.get('notes')?.value);
    if (list === undefined || said === undefined) throw new UnreadableVariables();
    passing.push(list);
    const bare = await this.#properties(list);
    const large = [...bare].filter(([, each]) => (entriesOf(each) ?? 0) > longestPreviewed);
    await this.#leaveOut(
      list,
      large.map(([at]) => at),
    );
    const values = new Map([...bare, ...(await this.#properties(list, true))]);
    const handles = [...bare.values(), ...values.values()].flatMap(({ objectId }) => objectId ?? []);
    return { notes: said, values, handles };
  }

  /** Takes values out of the list that is previewed. */
  async #leaveOut(list: string, places: readonly string[]): Promise<void> {
    await this.#inspector.request('Runtime.callFunctionOn', {
      objectId: list,
      functionDeclaration: `function (...places) {
        for (let at = 0; at < places.length; at += 1) delete this[places[at]];
      }`,
      arguments: places.map((value) => ({ value })),
    });
  }

  async #properties(objectId: string, generatePreview = false): Promise<Map<string, RemoteObject>> {
    const parameters = { objectId, ownProperties: true, generatePreview };
    const { result } = propertyList.parse(await this.#inspector.request('Runtime.getProperties', parameters));
    return new Map(result.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  }

  #release(handles: Iterable<string>): void {
    for (const objectId of handles) void this.#inspector.attempt('Runtime.releaseObject', { objectId });
  }
}

function toVariable(
  name: string,
  { state, characters, entries, bytes }: Note,
  remote?: RemoteObject,
): Variable {
  if (state !== undefined || remote === undefined)
    return { name, type: '', value: { type: 'undefined', text: '' }, state: state ?? 'unset' };
  const { type, text, handle } = toValue(remote);
  const line = text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
  const counted = entries ?? entriesOf(remote);
  const size = {
    ...(characters !== undefined && { characters }),
    ...(counted !== undefined && { entries: counted }),
    ...(bytes !== undefined && { bytes }),
  };
  return {
    name,
    type: typeName(remote).slice(0, 100),
    value: { type, text: line, ...(handle !== undefined && { handle }) },
    ...(Object.keys(size).length > 0 && { size }),
  };
}

/** How V8 describes what has numbered entries: `Array(3)`, `Uint8Array(16)`. */
function entriesOf({ subtype, description = '' }: RemoteObject): number | undefined {
  if (subtype !== 'array' && subtype !== 'typedarray') return undefined;
  const counted = /\((\d+)\)$/.exec(description)?.[1];
  return counted === undefined ? undefined : Number(counted);
}

function typeName({ type, subtype, className, description = '' }: RemoteObject): string {
  if (subtype === 'null') return 'null';
  if (subtype === 'proxy') return 'Proxy';
  if (type === 'function') return /^class\b/.test(description) ? 'class' : 'function';
  // What stands for a large map is called as V8 describes one: `Map(1000000)`.
  return className?.replace(/\(\d+\)$/, '') ?? type;
}

function notesOf(text: unknown): Note[] | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return z.array(note).parse(JSON.parse(text));
  } catch {
    // A cell has changed what the kernel writes with.
    return undefined;
  }
}

function byName(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Cells have changed the kernel so much that it does not say what they declared. */
class UnreadableVariables extends Error {
  override name = 'UnreadableVariables';
  readonly reason: Reason = { code: 'variables-unreadable' };
  /** HTTP's word for it: the cells' doing, and no fault of the server. */
  readonly status = 409;

  constructor() {
    super(inEnglish({ code: 'variables-unreadable' }));
  }
}
