import type { ServerMessage } from '../../sandbox-server/protocol/browser.ts';
import type { Refusal } from './refusal.ts';

/** What the server says to a request with a number. */
export type AnswerMessage = Extract<
  ServerMessage,
  { type: 'unfolded' | 'table-rows' | 'value-text' | 'variables' }
>;

type Waiting = { take: (message: AnswerMessage) => void; fail: (reason: Error) => void };

/** Requests that are on their way, by their numbers. */
export class PendingAnswers {
  readonly #waiting = new Map<number, Waiting>();
  #requests = 0;

  /** A new number, and what will have come of it: a message of that type. */
  open<Type extends AnswerMessage['type']>(
    type: Type,
  ): { request: number; answer: Promise<Extract<AnswerMessage, { type: Type }>> } {
    this.#requests += 1;
    const request = this.#requests;
    const isExpected = (message: AnswerMessage): message is Extract<AnswerMessage, { type: Type }> =>
      message.type === type;
    const answer = new Promise<Extract<AnswerMessage, { type: Type }>>((resolve, reject) => {
      this.#waiting.set(request, {
        take: (message) =>
          isExpected(message) ? resolve(message) : reject(new Error('The server answered something else.')),
        fail: reject,
      });
    });
    return { request, answer };
  }

  settle(message: AnswerMessage): void {
    this.#waiting.get(message.request)?.take(message);
    this.#waiting.delete(message.request);
  }

  /** Says why a request is not answered; false when nobody waits for it. */
  refuse(request: number, why: Refusal): boolean {
    this.#waiting.get(request)?.fail(why);
    return this.#waiting.delete(request);
  }

  /** The line broke: what was asked over it and not answered will not be. */
  fail(why: Refusal): void {
    for (const request of [...this.#waiting.keys()]) this.refuse(request, why);
  }
}
