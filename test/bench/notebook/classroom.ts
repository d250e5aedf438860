import { setTimeout as pause } from 'node:timers/promises';
import { startWorkbook } from '../../support/workbook.ts';
import { type Line, openLine, typicalCell } from '../cell/socket.ts';
import { treeMemory } from './tree-memory.ts';

/** What so many learners at once came to: milliseconds of each run, what went wrong, MiB of the whole server. */
export interface ClassroomFigures {
  runs: number[];
  errors: string[];
  memory: number;
}

const second = 1000;

/** One learner: a cell a second, begun at a moment of their own. */
async function work(line: Line, seconds: number, figures: ClassroomFigures): Promise<void> {
  await pause(Math.random() * second);
  const begin = performance.now();
  for (let turn = 0; turn < seconds; turn += 1) {
    await pause(begin + turn * second - performance.now());
    const asked = performance.now();
    try {
      await line.run(typicalCell(turn));
      figures.runs.push(performance.now() - asked);
    } catch (error) {
      figures.errors.push(String(error));
    }
  }
}

/** So many learners on a new server, each running a cell a second for so many seconds. */
export async function measureClassroom(learners: number, seconds = 60): Promise<ClassroomFigures> {
  const workbook = await startWorkbook();
  const figures: ClassroomFigures = { runs: [], errors: [], memory: 0 };
  const lines: Line[] = [];
  try {
    // One after another, as a class comes in; what is measured is the class at work.
    for (let number = 0; number < learners; number += 1) {
      await openLine(workbook.url).then(
        (line) => lines.push(line),
        (error: unknown) => figures.errors.push(String(error)),
      );
    }
    const halfTime = pause((seconds / 2) * second).then(() => {
      figures.memory = treeMemory(workbook.pid);
    });
    await Promise.all([halfTime, ...lines.map((line) => work(line, seconds, figures))]);
    return figures;
  } finally {
    for (const line of lines) line.close();
    await workbook.close();
  }
}
