import fc from 'fast-check';

/** What can happen in a class at any moment; `tab` is one of two. */
export type Step =
  | { kind: 'run'; tab: 0 | 1; cell: CellKind }
  | { kind: 'edit'; tab: 0 | 1; cell: CellKind }
  | { kind: 'interrupt' | 'restart' | 'reload' | 'cut' | 'offline' | 'online'; tab: 0 | 1 }
  | { kind: 'wait'; milliseconds: number }
  | { kind: 'kill' | 'stop' };

/** The cells of the lesson that are run: one that is quick, one that takes its time, one that fails, one that never ends. */
export const cellKinds = ['quick', 'slow', 'fails', 'endless'] as const;
export type CellKind = (typeof cellKinds)[number];

const tab = fc.constantFrom(0 as const, 1 as const);
const cell = fc.oneof(
  { weight: 5, arbitrary: fc.constant('quick' as const) },
  { weight: 5, arbitrary: fc.constant('slow' as const) },
  { weight: 1, arbitrary: fc.constant('fails' as const) },
  { weight: 1, arbitrary: fc.constant('endless' as const) },
);
const often = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
const ofTab = (
  kind: Extract<Step, { tab: 0 | 1 }>['kind'] &
    ('interrupt' | 'restart' | 'reload' | 'cut' | 'offline' | 'online'),
) => fc.record({ kind: fc.constant(kind), tab });

/** Six to fourteen steps, in any order. */
export const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    often(40, fc.record({ kind: fc.constant('run' as const), tab, cell })),
    often(15, fc.record({ kind: fc.constant('edit' as const), tab, cell })),
    often(
      20,
      fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 0, max: 40 }) }),
    ),
    often(8, ofTab('interrupt')),
    often(3, ofTab('restart')),
    often(6, ofTab('reload')),
    often(8, ofTab('cut')),
    often(4, ofTab('offline')),
    often(4, ofTab('online')),
    often(1, fc.constant({ kind: 'kill' as const })),
    often(1, fc.constant({ kind: 'stop' as const })),
  ),
  { minLength: 6, maxLength: 14 },
);

/** How many lines a run of a cell prints, of itself; an endless one prints until it is stopped. */
export const linesOf = (kind: CellKind): number => (kind === 'slow' ? 40 : 3);

/** A cell that says what it does under a `label` of its own, and leaves the label in the kernel when it is done. */
export function codeOf(kind: CellKind, label: string): string {
  const print = `for (let line = 0; line < ${linesOf(kind)}; line += 1) {
  console.log("${label} " + line);
  if (line % 8 === 7) await new Promise((resolve) => setTimeout(resolve, 1));
}`;
  const end: Record<CellKind, string> = {
    quick: '',
    slow: '',
    fails: 'throw new Error("as expected");',
    endless: 'while (true);',
  };
  return `${print}\n${end[kind]}\n(globalThis.done ??= []).push("${label}");`;
}

/** The lines of a run, as far as it came. */
export const isBeginning = (printed: string, kind: CellKind, label: string): boolean => {
  const whole = Array.from({ length: linesOf(kind) }, (_, line) => `${label} ${line}\n`).join('');
  return whole.startsWith(printed);
};
