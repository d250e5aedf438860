/** What a learner asked for is more than one learner gets; the message says what the most is. */
export class LessonRefusal extends Error {
  override name = 'LessonRefusal';
  /** HTTP's word for it: the asker's doing, and no fault of the server. */
  readonly status = 429;
}

/** A reply that nobody waits for any more. */
export class LateReply extends Error {
  override name = 'LateReply';
  readonly status = 409;
}
