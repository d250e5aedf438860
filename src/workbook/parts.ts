import type { RunEvent } from '../../sandbox-server/protocol/events.ts';
import type { Answer, Finding, Help } from '../../sandbox-server/protocol/parts.ts';
import type { WorkbookState } from './workbook-state.ts';

/** An exercise, a quiz, a prediction or a Parsons problem, as far as its reader has come with it. */
export type PartState = {
  /** The newest answer; absent before the first. */
  answer?: Answer;
  /** Whether the newest answer or check was right; absent before the first, and where there is no right and wrong. */
  passed?: boolean;
  /** When it was done: the first time that it was right or, where there is no right and wrong, answered; ISO 8601. */
  doneAt?: string;
  /** What the newest check found, so far. */
  findings: readonly Finding[];
  help: Help;
};

/** The parts of a lesson by name: `exercise-boot`, `quiz-flavors` … */
export type PartStates = ReadonlyMap<string, PartState>;

const untouched: PartState = { findings: [], help: { hints: 0, solution: false } };

/** The part of that name, or one that nobody has begun. */
export const partOf = ({ parts }: WorkbookState, name: string): PartState => parts.get(name) ?? untouched;

const checkCell = /^check-(.*)$/;

/** The exercise whose check a cell is; undefined for every other cell. */
const checkedPart = (cell: string): string | undefined => {
  const exercise = checkCell.exec(cell)?.[1];
  return exercise === undefined ? undefined : `exercise-${exercise}`;
};

const changed = (parts: PartStates, name: string, change: Partial<PartState>): PartStates =>
  new Map(parts).set(name, { ...(parts.get(name) ?? untouched), ...change });

const settled = (
  parts: PartStates,
  part: string,
  passed: boolean | undefined,
  time: string,
): Partial<PartState> => {
  const doneAt = parts.get(part)?.doneAt ?? (passed === false ? undefined : time);
  return { ...(passed === undefined ? {} : { passed }), ...(doneAt === undefined ? {} : { doneAt }) };
};

/** The parts after one more event. */
export const reduceParts = (parts: PartStates, event: RunEvent, time: string): PartStates => {
  switch (event.kind) {
    case 'queued': {
      const part = checkedPart(event.cell);
      return part === undefined ? parts : changed(parts, part, { findings: [] });
    }
    case 'check': {
      const part = checkedPart(event.cell);
      if (part === undefined) return parts;
      return changed(parts, part, { findings: [...(parts.get(part) ?? untouched).findings, event.finding] });
    }
    case 'checked':
      return changed(parts, event.part, settled(parts, event.part, event.passed, time));
    case 'answered':
      return changed(parts, event.part, {
        answer: event.answer,
        ...settled(parts, event.part, event.passed, time),
      });
    case 'helped':
      return changed(parts, event.part, { help: event.help });
    default:
      return parts;
  }
};

/** How much of a lesson is done: `parts` are the names of all that it has, as the book lists them. */
export const progressOf = (
  workbook: WorkbookState,
  parts: readonly string[],
): { done: number; of: number } => ({
  done: parts.filter((name) => partOf(workbook, name).doneAt !== undefined).length,
  of: parts.length,
});
