import type { Answer, Help } from '../protocol/parts.ts';
import type { Journal } from './journal.ts';
import type { LessonBook } from './lesson-book.ts';
import { LessonRefusal } from './refusal.ts';

/** What the parts of a lesson (its exercises, quizzes, predictions) need of the session around them. */
export interface LessonPartsParts {
  journal: Journal;
  book: LessonBook;
  /** @throws LessonRefusal when the learner's logs have no place left */
  demandRoom(): void;
}

/** What a learner answers in a lesson, and which help they take, kept in its log. */
export class LessonParts {
  readonly #parts: LessonPartsParts;

  constructor(parts: LessonPartsParts) {
    this.#parts = parts;
  }

  /** Keeps an answer, and whether it is right; refuses an answer to what the lesson does not ask. */
  answer(part: string, answer: Answer): void {
    const { journal, book, demandRoom } = this.#parts;
    const judgement = book.judge(part, answer);
    if (judgement === 'unknown') throw new LessonRefusal({ code: 'no-answer', part });
    demandRoom();
    const passed = judgement === 'open' ? {} : { passed: judgement === 'right' };
    journal.add({ kind: 'answered', part, answer, ...passed });
  }

  /** Keeps which help the learner took with an exercise. */
  help(part: string, help: Help): void {
    const { journal, demandRoom } = this.#parts;
    demandRoom();
    journal.add({ kind: 'helped', part, help });
  }

  /** The text of an exercise's check; refuses what is no exercise of the lesson. */
  checkOf(exercise: string): string {
    const code = this.#parts.book.checkOf(exercise);
    if (code === undefined) throw new LessonRefusal({ code: 'no-exercise', exercise });
    return code;
  }
}
