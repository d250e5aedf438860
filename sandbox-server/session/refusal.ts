import type { Reason } from '../protocol/reason.ts';
import { inEnglish } from '../protocol/reason-in-english.ts';

/** What a learner asked for cannot be had, or is more than one learner gets. */
export class LessonRefusal extends Error {
  override name = 'LessonRefusal';
  readonly reason: Reason;
  /** HTTP's word for it: the asker's doing, and no fault of the server. */
  readonly status = 429;

  constructor(reason: Reason) {
    super(inEnglish(reason));
    this.reason = reason;
  }
}

/** A reply that nobody waits for any more. */
export class LateReply extends Error {
  override name = 'LateReply';
  readonly reason: Reason = { code: 'late-reply' };
  readonly status = 409;

  constructor() {
    super(inEnglish({ code: 'late-reply' }));
  }
}
