import { z } from 'zod';

const line = z.number().int().min(1).max(200_000);
const cell = z.string().max(80);

/** The breakpoints of a lesson: for each cell that has some, its author's lines, from 1. */
export const breakpoints = z.array(z.object({ cell, lines: z.array(line).max(100) })).max(200);
export type Breakpoints = z.infer<typeof breakpoints>;

/** How a paused run goes on: to the next breakpoint, the next line, into a call, or out of the function. */
export const stepKind = z.enum(['continue', 'over', 'into', 'out']);
export type StepKind = z.infer<typeof stepKind>;

/** The most that is told of a pause. */
export const mostFrames = 50;
export const mostScopes = 10;

/**
 * Names that code sees at a place: those of its function, of a block, of the functions around it, of all cells
 * (`script`; `global` when none of them is of `let`, `const` or `class`).
 */
export const scope = z.object({
  type: z.enum(['local', 'block', 'closure', 'catch', 'with', 'eval', 'script', 'global']),
  /** By it the names are asked for, like the properties of a value, as long as the run is paused. */
  handle: z.string().max(200),
});
export type Scope = z.infer<typeof scope>;

/** A function that was called and has not returned, or a cell's own text: where it is. The innermost comes first. */
export const stackFrame = z.object({
  /** Of the function; empty for a cell's own text and for functions without one. */
  name: z.string().max(200),
  /** The cell whose text it stands in, and that cell's run: its text may be another by now. */
  cell,
  run: z.string(),
  line,
  scopes: z.array(scope).max(mostScopes),
});
export type StackFrame = z.infer<typeof stackFrame>;
