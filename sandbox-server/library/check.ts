import { currentRun, find } from './channel.ts';

/**
 * What an exercise's check is written with. A check looks at what the learner really has (their cloud, what
 * their cells declared, what the exercise's cell printed) and says in a sentence what is still missing.
 */

/** A sentence for the learner: in English alone, or in every language that the lesson is written in. */
export type Sentence = string | { en: string; es: string };

/**
 * Whether it is so: `true`; `false` when what the check says by itself is enough; or a sentence that says what
 * is missing this time.
 */
export type Verdict = boolean | Sentence;

/** The exercise's cell as it was last run. */
export interface CheckedCell {
  /** Its text. */
  code: string;
  /** Everything that it printed or showed, as text. */
  output: string;
  /** Whether it has been run, and ended well. */
  ok: boolean;
}

/** A check that is being run: the cell that it looks at, and its last look so far. */
interface Running {
  cell: CheckedCell;
  last: Promise<unknown>;
}

const running = new Map<string, Running>();

/** Begins a check; the server calls it before the first line of `check.ts`. */
export function begin(run: string, checked: CheckedCell): void {
  // One check at a time: those before it have ended, or never will.
  running.clear();
  running.set(run, { cell: checked, last: Promise.resolve() });
}

/** Resolves when every look that was begun has come to its end; the server waits for it after the last line. */
export async function settled(): Promise<void> {
  await present().last;
}

function present(): Running {
  const untouched = { code: '', output: '', ok: false };
  return running.get(currentRun() ?? '') ?? { cell: untouched, last: Promise.resolve() };
}

/** The exercise's cell as it was last run: its text and what it printed. */
export function cell(): CheckedCell {
  return present().cell;
}

/** What a cell of the lesson declared by this name; undefined when none did. */
export function value(name: string): unknown {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
    throw new SyntaxError(`“${name}” is not a name that a cell can declare.`);
  }
  // Names that cells declare with const or let are not properties of the global object; a function sees them.
  return new Function(`return typeof ${name} === 'undefined' ? undefined : ${name}`)();
}

/**
 * Looks at one thing, after those before it, and tells the learner.
 * @param says what is so when all is well: “You have a server named web.”
 * @param look finds out whether it is so; what it throws is told as it is
 * @param missing what the learner can do when it is not so: “Order it with servers.create.”
 * @returns whether it is so, so that a check can leave out what follows from it
 */
export function check(
  says: Sentence,
  look: () => Verdict | Promise<Verdict>,
  missing?: Sentence,
): Promise<boolean> {
  const here = present();
  const done = here.last.then(() => examine(says, look, missing));
  here.last = done;
  return done;
}

async function examine(
  says: Sentence,
  look: () => Verdict | Promise<Verdict>,
  missing: Sentence | undefined,
): Promise<boolean> {
  const verdict = await verdictOf(look);
  const advice = typeof verdict === 'boolean' ? missing : verdict;
  const holds = verdict === true;
  find({ holds, says: inLanguages(says), ...(!holds && advice && { missing: inLanguages(advice) }) });
  return holds;
}

async function verdictOf(look: () => Verdict | Promise<Verdict>): Promise<Verdict> {
  try {
    return await look();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { en: `This could not be checked: ${words}`, es: `No se pudo comprobar: ${words}` };
  }
}

function inLanguages(words: Sentence): { en: string; es?: string } {
  return typeof words === 'string' ? { en: words } : words;
}
