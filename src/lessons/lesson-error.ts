/** A mistake in the book, told to its author: where, what is wrong, and what to write instead. */
export class LessonError extends Error {
  override readonly name = 'LessonError';
  readonly file: string;
  readonly advice: string;

  constructor(file: string, problem: string, advice: string, options?: ErrorOptions) {
    super(`${file}: ${problem} ${advice}`, options);
    this.file = file;
    this.advice = advice;
  }
}
