import type { QueuedMessage } from './message.ts';
import type { MessageQueue } from './message-queue.ts';

/** A message that was handed out, where it came from, and by which consumer it went (none when it was fetched). */
export interface Delivery {
  queue: MessageQueue;
  message: QueuedMessage;
  consumer: string | undefined;
}

/** What a channel has handed out and its client has not acknowledged, under tags that count from 1. */
export class Deliveries {
  readonly #open = new Map<number, Delivery>();
  #last = 0;

  get size(): number {
    return this.#open.size;
  }

  /** Gives out the next tag; the message needs no acknowledgement when `delivery` is left out. */
  hand(delivery?: Delivery): number {
    this.#last += 1;
    if (delivery) this.#open.set(this.#last, delivery);
    return this.#last;
  }

  /** How many a consumer holds. */
  heldBy(consumer: string): number {
    let held = 0;
    for (const delivery of this.#open.values()) if (delivery.consumer === consumer) held += 1;
    return held;
  }

  /**
   * Takes out the delivery with this tag; with `upTo` all earlier ones too, and with the tag 0 every one.
   * @returns undefined when there is no such tag
   */
  settle(tag: number, upTo: boolean): Delivery[] | undefined {
    const everything = tag === 0 && upTo;
    if (!everything && !this.#open.has(tag)) return undefined;
    const tags = [...this.#open.keys()].filter(
      (other) => everything || other === tag || (upTo && other < tag),
    );
    return tags.flatMap((other) => {
      const delivery = this.#open.get(other);
      this.#open.delete(other);
      return delivery ? [delivery] : [];
    });
  }
}
