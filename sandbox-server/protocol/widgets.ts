import { z } from 'zod';

const label = z.string().max(500);
const limit = z.number().optional();

/** What a reader sets: the number of a slider, a text, one of some options, a tick, how often a button was pressed. */
export const widgetValue = z.union([z.number(), z.string().max(10_000), z.boolean()]);
export type WidgetValue = z.infer<typeof widgetValue>;

/** A field that a reader sets and cells read. */
export const control = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('slider'),
    label,
    min: z.number(),
    max: z.number(),
    step: z.number().positive(),
  }),
  z.object({
    type: z.literal('number'),
    label,
    min: limit,
    max: limit,
    step: z.number().positive().optional(),
  }),
  z.object({ type: z.literal('text'), label, placeholder: label.optional() }),
  z.object({ type: z.literal('select'), label, options: z.array(label).min(1).max(1000) }),
  z.object({ type: z.literal('checkbox'), label }),
  z.object({ type: z.literal('button'), label }),
]);
export type Control = z.infer<typeof control>;

/** The name of a widget within its cell. */
export const widgetName = z.string().min(1).max(200);

/** The reply to a question of a cell: the text of `prompt()`, whether of `confirm()`; `null` when it was declined. */
export const reply = z.union([z.string().max(10_000), z.boolean(), z.null()]);
export type Reply = z.infer<typeof reply>;
