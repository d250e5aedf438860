import type { Connection } from '../engines/connection.ts';
import { protocolMessage } from './messages.ts';

/** V8 refused a request. */
export class InspectorError extends Error {
  override name = 'InspectorError';
}

/** How a message begins that brings output, be it of the console or of the channel. */
const outputEvents = ['{"method":"Runtime.consoleAPICalled"', '{"method":"Runtime.bindingCalled"'];

/** Requests, answers and events over a kernel's connection. */
export class Inspector {
  /** While true, output is thrown away unread: the cheap way through a flood. */
  deaf = false;
  readonly #connection: Connection;
  readonly #hear: (method: string, parameters: unknown) => void;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  constructor(connection: Connection, hear: (method: string, parameters: unknown) => void) {
    this.#connection = connection;
    this.#hear = hear;
    connection.receive((text) => this.#receive(text));
  }

  /**
   * Asks V8 for something. Never settles when the kernel ends before it answers, or does not answer.
   * @throws InspectorError when V8 refuses
   */
  request(method: string, parameters: object = {}): Promise<unknown> {
    this.#lastId += 1;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#lastId, answer);
    this.#connection.send(JSON.stringify({ id: this.#lastId, method, params: parameters }));
    return answer.promise;
  }

  /** Asks for something that may be refused; the answer is V8's reason if it is. */
  attempt(method: string, parameters: object = {}): Promise<string | undefined> {
    return this.request(method, parameters).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof InspectorError) return error.message;
        throw error;
      },
    );
  }

  #receive(text: string): void {
    if (this.deaf && outputEvents.some((event) => text.startsWith(event))) return;
    const { method, params, id, error, result } = protocolMessage.parse(JSON.parse(text));
    if (method !== undefined) this.#hear(method, params);
    if (id === undefined) return;
    const answer = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) answer?.reject(new InspectorError(error.message));
    else answer?.resolve(result);
  }
}
