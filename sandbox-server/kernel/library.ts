import { z } from 'zod';
import type { TablePage } from '../protocol/browser.ts';
import { type Display, display, type RunEvent } from '../protocol/events.ts';
import type { Reply } from '../protocol/widgets.ts';
import { type Inspector, InspectorError } from './inspector.ts';
import { type ExceptionDetails, evaluation, type RemoteObject } from './messages.ts';
import { toValue } from './value.ts';
import { Variables } from './variables.ts';

/** Rows of a table; `gone` when the kernel no longer has it. */
export interface TableRows {
  rows: string[][];
  gone?: boolean;
}

/** A value's JSON; `gone` when the kernel no longer has it. */
export interface ValueText {
  text: string;
  gone?: boolean;
}

/** What the reader has set a widget to. */
export type Choice = Pick<Extract<RunEvent, { kind: 'chosen' }>, 'cell' | 'widget' | 'value'>;

/** How a result is shown; or why it cannot be, when it wanted to say that itself and failed. */
export type Shown = { displays: Display[] } | { exceptionDetails: ExceptionDetails };

const tableRows = z.array(z.array(z.string()));
const presented = z.union([z.literal(['nothing', 'later']), display]);

/** Asks the kernel's program (`library/service.ts`) for what only it can do. Cells may spoil its answers: they are parsed. */
export class Library {
  readonly variables: Variables;
  readonly #inspector: Inspector;
  /** V8's name for the object whose methods are called. */
  #service = '';

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
    this.variables = new Variables(inspector, async (reads, most, objectGroup) => {
      const group = objectGroup !== undefined && { objectGroup };
      return (await this.#call('survey', [reads, { value: most }], { ...group })).result;
    });
  }

  async open(): Promise<void> {
    const found = await this.#inspector.request('Runtime.evaluate', { expression: 'this.__workbook__' });
    this.#service = evaluation.parse(found).result.objectId ?? '';
  }

  /**
   * How a cell's result is shown: as what it draws, or as a value to unfold.
   * @param busy settles when it is no use to wait for the kernel any longer: what a cell left behind may loop in it
   */
  async present(result: RemoteObject, busy: Promise<void>): Promise<Shown> {
    const value: Display = { kind: 'values', stream: 'result', values: [toValue(result)] };
    // Functions, symbols and errors are described whole by themselves.
    if (result.type !== 'object' || result.objectId === undefined) return { displays: [value] };
    const asked = this.#wait('present', [{ objectId: result.objectId }]);
    let answer = await Promise.race([asked, busy]);
    if (answer && parseText(answer.result.value) === 'later') answer = await this.#wait('presented', []);
    if (answer?.exceptionDetails) return { exceptionDetails: answer.exceptionDetails };
    const shown = presented.safeParse(parseText(answer?.result.value));
    if (!shown.success || shown.data === 'later') {
      const preview = answer && (await Promise.race([this.#preview(result.objectId), busy]));
      if (!preview) return { displays: [value] };
      this.#forget(result.objectId);
      return { displays: [{ ...value, values: [toValue(preview)] }] };
    }
    this.#forget(result.objectId);
    return { displays: shown.data === 'nothing' ? [] : [shown.data] };
  }

  /** Nothing shown refers to the object by this name of it. */
  #forget(objectId: string): void {
    void this.#inspector.attempt('Runtime.releaseObject', { objectId });
  }

  /** The object with its preview, or its stand-in when it is very large. */
  async #preview(objectId: string): Promise<RemoteObject | undefined> {
    const answer = await this.#call('lighten', [{ objectId }], { generatePreview: true });
    return answer.exceptionDetails ? undefined : answer.result;
  }

  async readTable({ handle, ...page }: TablePage): Promise<TableRows> {
    const { result } = await this.#call('page', [{ value: handle }, { value: page }]);
    const rows = tableRows.safeParse(parseText(result.value));
    return rows.success ? { rows: rows.data } : { rows: [], gone: true };
  }

  /** @throws Error when it is too large, or is none that JSON can say */
  async readValue(handle: string): Promise<ValueText> {
    const answer = await this.#call('toJson', [{ objectId: handle }]).catch(goneIfRefused);
    if (answer === undefined) return { text: '', gone: true };
    const { value } = answer.result;
    if (typeof value === 'string') return { text: value };
    throw new Error(firstLine(answer.exceptionDetails) ?? 'This value cannot be written as JSON.');
  }

  async reply(id: string, reply: Reply): Promise<void> {
    await this.#wait('reply', [{ value: id }, { value: reply }]);
  }

  async choose(choices: readonly Choice[]): Promise<void> {
    await this.#wait('choose', [{ value: choices }]);
  }

  /** Lets go of what `handle` stands for, if it is the library's to let go. */
  release(handle: string): boolean {
    if (!handle.startsWith('table:')) return false;
    // With the kernel gone, so is the table.
    this.#call('releaseTable', [{ value: handle }]).catch(goneIfRefused);
    return true;
  }

  /** V8's name for the object that stands for another one's contents. */
  async inside(method: 'inside' | 'membersOf', handle: string, most: number): Promise<RemoteObject> {
    const answer = await this.#call(method, [{ objectId: handle }, { value: most }], {});
    return answer.result;
  }

  /** Waits for a method that answers later. */
  #wait(method: string, parameters: object[]) {
    return this.#call(method, parameters, { returnByValue: true, awaitPromise: true });
  }

  /**
   * A method answers by value, unless it makes an object to be looked into. Nothing is awaited that is there at once:
   * V8 makes a promise of it then, which a collection of garbage can take away before it is told.
   */
  async #call(method: string, parameters: object[], answer: object = { returnByValue: true }) {
    const said = await this.#inspector.request('Runtime.callFunctionOn', {
      objectId: this.#service,
      functionDeclaration: `function (...values) { return this.${method}(...values); }`,
      arguments: parameters,
      ...answer,
    });
    return evaluation.parse(said);
  }
}

function goneIfRefused(error: unknown): undefined {
  if (!(error instanceof InspectorError)) throw error;
}

function parseText(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not by our own hand: a cell has changed what the kernel writes with.
    return undefined;
  }
}

function firstLine(details: ExceptionDetails | undefined): string | undefined {
  return details?.exception?.description?.split('\n', 1)[0]?.replace(/^\w*Error: /, '');
}
