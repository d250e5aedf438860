import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { processEngine } from '../../../sandbox-server/engines/process.ts';
import type { RunEvent } from '../../../sandbox-server/protocol/events.ts';
import { emptyBook } from '../../../sandbox-server/session/lesson-book.ts';
import type { Session } from '../../../sandbox-server/session/session.ts';
import { createSessions, type Sessions } from '../../../sandbox-server/session/sessions.ts';
import { library, temporaryFolder } from '../kernel/real-kernel.ts';
import { SessionReader } from './session-reader.ts';

const imports = "import { cell, check, value } from 'check';\n";
/** Texts of checks, by the name of their exercise. */
const checks: Record<string, string> = {
  two: `${imports}
    const answer: unknown = value('answer');
    console.log('the check speaks');
    check('The name answer is there.', () => answer !== undefined, 'Declare it.');
    check('It is 42.', () => answer === 42 || \`It is \${answer}.\`);`,
  printed: `${imports} check('It says hello.', () => cell().output.includes('hello') && cell().ok, 'Print it.');`,
  chained: `${imports} if (await check('One.', () => false, 'No.')) check('Two.', () => true);`,
  broken: `${imports} check('It works.', () => { throw new Error('no such thing'); });`,
  loops: `${imports} check('It ends.', () => { for (;;); });`,
  faulty: 'const const = 1;',
  spanish: `${imports} check({ en: 'Yes.', es: 'Sí.' }, () => false, { en: 'Do it.', es: 'Hazlo.' });`,
  empty: 'export {};',
};

let sessions: Sessions;
let session: Session;
let reader: SessionReader;
let faults: unknown[] = [];
const folder = temporaryFolder();

beforeAll(() => {
  sessions = createSessions({
    database: new DatabaseSync(':memory:'),
    engine: processEngine({ library, data: folder.path }),
    environment: () => ({}),
    reach: ['127.0.0.1:4321'],
    report: (fault) => faults.push(fault),
    book: () => ({ ...emptyBook, checkOf: (exercise) => checks[exercise], judge: () => 'unknown' }),
  });
  session = sessions.open({ learner: 'ada', lesson: 'a/b' });
  reader = new SessionReader(session);
});
beforeEach(() => {
  faults = [];
});
afterAll(async () => {
  await sessions.stop();
  folder.end();
  expect(faults).toEqual([]);
});

async function run(cell: string, code: string) {
  const id = randomUUID();
  session.run({ run: id, cell, code });
  await reader.finished(id);
  return reader.events.filter((event) => 'run' in event && event.run === id);
}

/** Runs a check to its end: what the log says of it. */
async function check(exercise: string): Promise<RunEvent[]> {
  const id = randomUUID();
  session.check({ run: id, exercise });
  const before = reader.events.length;
  await reader.finished(id);
  const since = reader.events.slice(before);
  return since
    .filter(({ kind }) => kind === 'checked')
    .concat(since.filter((event) => 'run' in event && event.run === id));
}

const findings = (events: RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'check' ? [event.finding] : []));
const passed = (events: RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'checked' ? [event.passed] : []));

describe('the check of an exercise', () => {
  test('says what holds and what is missing, and is passed when nothing is', async () => {
    expect(findings(await check('two'))).toEqual([
      { holds: false, says: { en: 'The name answer is there.' }, missing: { en: 'Declare it.' } },
      { holds: false, says: { en: 'It is 42.' }, missing: { en: 'It is undefined.' } },
    ]);
    await run('exercise-two', 'const answer = 41;');
    const almost = await check('two');
    expect(findings(almost).map(({ holds }) => holds)).toEqual([true, false]);
    expect(findings(almost)[1]?.missing).toEqual({ en: 'It is 41.' });
    expect(passed(almost)).toEqual([false]);
    await run('exercise-two', 'const answer = 42;');
    expect(passed(await check('two'))).toEqual([true]);
  });

  test('leaves no name behind, and nothing in the output of a cell', async () => {
    await run('exercise-two', 'let answer = 42;');
    const events = await check('two');
    expect(events.filter((event) => 'cell' in event && event.cell !== 'check-two')).toEqual([]);
    const shown = await run('names', 'console.log(typeof check, typeof value, typeof cell, answer)');
    expect(shown).toContainEqual(expect.objectContaining({ text: 'undefined undefined undefined 42\n' }));
  });

  test('waits for a cell that ends well, however quickly it failed before the check was asked for', async () => {
    await run('exercise-two', 'let answer = noSuchName;');
    const events = await check('two');
    expect(findings(events)).toEqual([]);
    expect(passed(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({
      kind: 'finished',
      error: { name: 'NotRun', message: 'It was not run, because cell “exercise-two” did not end well.' },
    });
  });

  test('knows what the exercise’s cell printed in its last run', async () => {
    await run('exercise-printed', "console.log('hello')");
    expect(passed(await check('printed'))).toEqual([true]);
    await run('exercise-printed', "console.log('good bye')");
    expect(passed(await check('printed'))).toEqual([false]);
  });

  test('can leave out what follows from what is missing', async () => {
    expect(findings(await check('chained'))).toHaveLength(1);
  });

  test('tells what it could not find out, and has sentences in every language', async () => {
    expect(findings(await check('broken'))[0]?.missing).toEqual({
      en: 'This could not be checked: no such thing',
      es: 'No se pudo comprobar: no such thing',
    });
    expect(findings(await check('spanish'))[0]).toEqual({
      holds: false,
      says: { en: 'Yes.', es: 'Sí.' },
      missing: { en: 'Do it.', es: 'Hazlo.' },
    });
  });

  test('is not passed when it looks at nothing, or cannot be run', async () => {
    expect(passed(await check('empty'))).toEqual([false]);
    const faulty = await check('faulty');
    expect(passed(faulty)).toEqual([]);
    expect(faulty.at(-1)).toMatchObject({ kind: 'finished', outcome: 'error' });
  });

  test('can be interrupted, and what cells made stays', async () => {
    await run('kept', 'const kept = 1;');
    const id = randomUUID();
    session.check({ run: id, exercise: 'loops' });
    await reader.read((event) => event.kind === 'started' && event.run === id);
    await session.interrupt();
    expect(await reader.finished(id)).toMatchObject({ outcome: 'interrupted' });
    expect(await run('kept-still', 'console.log(kept)')).toContainEqual(
      expect.objectContaining({ text: '1\n' }),
    );
  });

  test('cannot be passed by a cell that says it is', async () => {
    const events = await run(
      'liar',
      "import { check } from 'check'; await check('All is well.', () => true);",
    );
    expect(events.map(({ kind }) => kind)).not.toContain('check');
    expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'ok' });
  });

  test('of no exercise is refused', () => {
    expect(() => session.check({ run: randomUUID(), exercise: 'none' })).toThrow(/has no exercise “none”/);
  });
});
