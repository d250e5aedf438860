import type { Reason } from '../../sandbox-server/protocol/reason.ts';

/** What was asked for is not carried out: why, in words, and where the server says so, as a reason to be said in any language. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly reason: Reason | undefined;

  constructor({ message, reason }: { message: string; reason?: Reason | undefined }) {
    super(message);
    this.reason = reason;
  }
}
