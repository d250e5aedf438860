import { z } from 'zod';

const because = <Code extends string, Figures extends z.ZodRawShape>(code: Code, figures: Figures) =>
  z.object({ code: z.literal(code), ...figures });
/** What is neither said of a cell nor of a kernel needs no figures. */
const plain = z.object({
  code: z.enum([
    // A run was not begun.
    'not-run',
    'lesson-interrupted',
    'taken-out',
    'no-room-before',
    // A run was ended.
    'server-ended',
    'server-fault',
    'stuck',
    'paused-too-long',
    'did-not-stop',
    // It shows no more, or not this.
    'unknown-display',
    // A kernel was ended.
    'kernel-stopped',
    'kernel-unheard',
    'kernel-ended',
    'kernel-restarted',
    'lesson-reset',
    'learner-deleted',
    'server-stopping',
    'server-restarted',
    'needed-by-own-lessons',
    'needed-by-others',
    // What was asked for is refused.
    'run-over',
    'most-time',
    'no-place',
    'late-reply',
    'not-paused',
    'unknown-message',
    'variables-unreadable',
    'terminal-gone',
    'real-cloud-terminals',
  ]),
});
const name = z.string().max(300);
const count = z.number().min(0);

/**
 * Why something was refused or came to an end, as a code with its figures: whoever shows it says it in the words of
 * their language. Sizes are in MiB.
 */
export const reason = z.discriminatedUnion('code', [
  plain,
  because('behind-failed', { cell: name }),
  because('out-of-time', { seconds: count }),
  because('printed-too-much', { most: count }),
  because('showed-too-much', { most: count }),
  because('changed-too-much', { most: count }),
  because('printed-too-often', { most: count }),
  because('showed-too-often', { most: count }),
  because('changed-too-often', { most: count }),
  because('display-too-large', { size: count, most: count }),
  because('kernel-out-of-memory', { most: count }),
  because('kernel-exited', { exitCode: z.number().int() }),
  because('kernel-idle', { minutes: count }),
  /** The engine has none; its own words, in English, are for whoever looks after the server. */
  because('no-kernel', { words: z.string() }),
  because('classroom-full', { waiting: count }),
  because('queue-full', { most: count }),
  because('too-many-lessons', { most: count }),
  because('too-many-readings', { most: count }),
  because('no-answer', { part: name }),
  because('no-exercise', { exercise: name }),
  because('no-server', { server: name }),
  because('server-off', { server: name }),
  because('too-many-terminals', { most: count }),
]);
export type Reason = z.infer<typeof reason>;

/** A sentence for each code; what stands between braces is one of its figures. */
export type ReasonSentences = Readonly<Record<Reason['code'], string>>;

/** Says a reason in the sentences of a language, which is named by its tag, such as `en`. */
export function sayReason(why: Reason, sentences: ReasonSentences, language: string): string {
  const figures = new Map<string, unknown>(Object.entries(why));
  return sentences[why.code].replace(/\{(\w+)\}/g, (_whole, figure: string) => {
    const found = figures.get(figure);
    return typeof found === 'number' ? found.toLocaleString(language) : String(found);
  });
}
