import { expect, test } from 'vitest';
import type { StackFrame } from '../../../sandbox-server/protocol/debugger.ts';
import { LessonDebugger } from '../../../src/elements/lesson-debugger.ts';
import { KeptBreakpoints } from '../../../src/sandbox/breakpoints.ts';
import { type CellState, emptyWorkbook, untouched } from '../../../src/workbook/workbook-state.ts';

function lesson(cells: Record<string, Partial<CellState>>) {
  const told: unknown[] = [];
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  const client = {
    breakpoints: new KeptBreakpoints(storage, 'a/b'),
    debug: (run: string, order: object) => void told.push({ run, ...order }),
  };
  const states = Object.entries(cells).map(([name, state]) => [name, { ...untouched, ...state }] as const);
  const lessonDebugger = new LessonDebugger({
    client: () => client,
    state: () => ({ ...emptyWorkbook, cells: new Map(states) }),
    text: (name) => (name in cells ? 'text' : undefined),
    changed: () => void told.push('changed'),
  });
  return { lessonDebugger, told };
}

const frame: StackFrame = { name: 'f', cell: 'helpers', run: 'r0', line: 3, scopes: [] };

test('a run pauses in its own cell, and in others whose text is still the one that ran', () => {
  const { lessonDebugger } = lesson({
    own: { ran: 'older' },
    helpers: { ran: 'text' },
    edited: { ran: 'older' },
  });
  for (const cell of ['own', 'helpers', 'edited', 'on-another-page']) lessonDebugger.toggle(cell, 2);
  expect(lessonDebugger.ofRun('own').map(({ cell }) => cell)).toEqual(['own', 'helpers']);
});

test('a breakpoint that is set while a run goes on is told to it', () => {
  const { lessonDebugger, told } = lesson({ own: { state: 'running', run: 'r1', ran: 'text' } });
  lessonDebugger.toggle('own', 4);
  lessonDebugger.setBreakpoints('own', [4]);
  lessonDebugger.toggle('own', 4);
  const order = { run: 'r1', type: 'set-breakpoints' };
  expect(told).toEqual([
    { ...order, breakpoints: [{ cell: 'own', lines: [4] }] },
    'changed',
    { ...order, breakpoints: [] },
    'changed',
  ]);
});

test('a run that goes on is told only breakpoints of texts that have run as they are', () => {
  const { lessonDebugger, told } = lesson({
    own: { state: 'running', run: 'r1', ran: 'older' },
    helpers: { ran: 'text' },
  });
  lessonDebugger.toggle('own', 4);
  lessonDebugger.toggle('helpers', 2);
  const order = { run: 'r1', type: 'set-breakpoints' };
  expect(told).toEqual([
    { ...order, breakpoints: [] },
    'changed',
    { ...order, breakpoints: [{ cell: 'helpers', lines: [2] }] },
    'changed',
  ]);
});

test('the line at which a run is paused is shown in the cell that it is in, while its text is the one that ran', () => {
  const helpers = { run: 'r0', ran: 'text' };
  const own = { state: 'running', run: 'r1', ran: 'text', paused: [frame] } as const;
  const { lessonDebugger, told } = lesson({ helpers, own });
  const lineOf = (name: string, state: Partial<CellState>) =>
    lessonDebugger.pausedLine({ name }, { ...untouched, ...state });
  expect(lineOf('helpers', helpers)).toBe(3);
  expect(lineOf('helpers', { ...helpers, ran: 'older' })).toBeUndefined();
  expect(lineOf('helpers', { ...helpers, run: 'r2' })).toBeUndefined();
  expect(lineOf('own', own)).toBeUndefined();
  lessonDebugger.step('over');
  expect(told).toEqual([{ run: 'r1', type: 'step', how: 'over' }]);
});

test('a run that has gone on takes no step', () => {
  const { lessonDebugger, told } = lesson({ own: { state: 'running', run: 'r1', paused: [] } });
  expect(lessonDebugger.paused).toBeUndefined();
  lessonDebugger.step('continue');
  expect(told).toEqual([]);
});
