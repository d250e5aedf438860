import type { Kernel } from '../kernel/kernel.ts';
import type { Choice } from '../kernel/library.ts';
import type { RunEvent } from '../protocol/events.ts';
import type { Reply } from '../protocol/widgets.ts';
import type { Journal } from './journal.ts';
import { LateReply } from './refusal.ts';

/** What the inputs of a lesson need of the session around them. */
export interface LessonInputsParts {
  journal: Journal;
  /** What the learner has set the lesson's widgets to. */
  chosen(): Choice[];
  /** The kernel, if there is one. */
  kernel(): Promise<Kernel | undefined>;
  /** @throws LessonRefusal when the learner's logs have no place left */
  demandRoom(): void;
}

/** What a learner tells the cells of a lesson: replies to their questions, and the values of widgets. */
export class LessonInputs {
  readonly #parts: LessonInputsParts;
  /** Questions that wait for their replies: by question, the run and the cell that ask. */
  readonly #open = new Map<string, { run: string; cell: string }>();

  constructor(parts: LessonInputsParts) {
    this.#parts = parts;
  }

  /** A kernel begins: it is told what the widgets were set to, and knows no question yet. */
  async begin(kernel: Kernel): Promise<Kernel> {
    const { journal, chosen } = this.#parts;
    this.#open.clear();
    journal.flush();
    const choices = chosen();
    if (choices.length > 0) await kernel.ask((library) => library.choose(choices), undefined);
    return kernel;
  }

  /** Reads along what a kernel does. */
  hear(event: RunEvent): void {
    if (event.kind === 'display' && event.display.kind === 'question') {
      this.#open.set(event.display.id, { run: event.run, cell: event.cell });
    }
    if (event.kind === 'started') this.#drop(({ cell }) => cell === event.cell);
    // A cell that ended well may have left a question behind on purpose: what is to be done with the reply goes on.
    if (event.kind === 'finished' && event.outcome !== 'ok') this.#drop(({ run }) => run === event.run);
  }

  /**
   * Replies to a question of a cell.
   * @throws LateReply when somebody replied before, or nobody waits for it any more
   */
  async reply(run: string, id: string, reply: Reply): Promise<void> {
    const kernel = await this.#parts.kernel();
    const asked = this.#open.get(id);
    if (kernel === undefined || asked?.run !== run) {
      throw new LateReply();
    }
    this.#open.delete(id);
    this.#parts.journal.add({ kind: 'replied', run, cell: asked.cell, id, reply });
    await kernel.ask((library) => library.reply(id, reply), undefined);
  }

  /** Sets a widget, for the cells that run now and for all later runs. */
  async choose(choice: Choice): Promise<void> {
    this.#parts.demandRoom();
    this.#parts.journal.add({ kind: 'chosen', ...choice });
    const kernel = await this.#parts.kernel();
    await kernel?.ask((library) => library.choose([choice]), undefined);
  }

  #drop(isOver: (asked: { run: string; cell: string }) => boolean): void {
    for (const [id, asked] of this.#open) if (isOver(asked)) this.#open.delete(id);
  }
}
