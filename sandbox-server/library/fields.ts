import { Widget } from './widgets.ts';

/** The widgets that a cell can show. Each remembers what the reader has set, also when its cell runs again. */

/** Gives a widget another name than its label; two of one label in a cell are told apart by it. */
interface Identified {
  id?: string;
}

/**
 * A slider.
 * @param step how far one press of an arrow key goes; by default 1, or a hundredth of a range below 10
 */
export function slider(
  label: string,
  options: Identified & { min?: number; max?: number; step?: number; value?: number } = {},
): Widget<number> {
  const { min = 0, max = 100, id } = options;
  const step = options.step ?? (max - min < 10 ? (max - min) / 100 : 1);
  demandRange(min, max);
  if (!(step > 0)) throw new RangeError(`The step of a slider is more than 0, not ${step}.`);
  const within = (value: number) => Math.min(max, Math.max(min, value));
  return new Widget({ type: 'slider', label: labelOf(label), min, max, step }, within(options.value ?? min), {
    id,
    read: (given) => (typeof given === 'number' ? within(given) : undefined),
  });
}

/** A field for a number. */
export function number(
  label: string,
  options: Identified & { min?: number; max?: number; step?: number; value?: number } = {},
): Widget<number> {
  const { min, max, step, value = 0, id } = options;
  if (min !== undefined && max !== undefined) demandRange(min, max);
  const within = (given: number) => Math.min(max ?? given, Math.max(min ?? given, given));
  const limits = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  const control = { type: 'number', label: labelOf(label), ...limits, ...(step !== undefined && { step }) };
  return new Widget(control, within(value), {
    id,
    read: (given) => (typeof given === 'number' ? within(given) : undefined),
  });
}

/** A field for a line of text. */
export function textInput(
  label: string,
  { value = '', placeholder, id }: Identified & { value?: string; placeholder?: string } = {},
): Widget<string> {
  const hint = placeholder === undefined ? {} : { placeholder: String(placeholder) };
  return new Widget({ type: 'text', label: labelOf(label), ...hint }, String(value), {
    id,
    read: (given) => (typeof given === 'string' ? given : undefined),
  });
}

/** One of several options; the first at the start, unless `value` names another. */
export function select<const Option extends string>(
  label: string,
  options: readonly Option[],
  { value, id }: Identified & { value?: NoInfer<Option> } = {},
): Widget<Option> {
  const [first] = options;
  if (first === undefined) throw new TypeError('select() takes at least one option.');
  const known = (given: unknown) => options.find((option) => option === given);
  const control = { type: 'select', label: labelOf(label), options: [...options] };
  return new Widget(control, known(value) ?? first, { id, read: known });
}

/** A box to tick. */
export function checkbox(
  label: string,
  { value = false, id }: Identified & { value?: boolean } = {},
): Widget<boolean> {
  return new Widget({ type: 'checkbox', label: labelOf(label) }, value, {
    id,
    read: (given) => (typeof given === 'boolean' ? given : undefined),
  });
}

/** A button; its value is how often it was pressed. */
export function button(label: string, { id }: Identified = {}): Widget<number> {
  return new Widget<number>({ type: 'button', label: labelOf(label) }, 0, {
    id,
    read: (given) => (typeof given === 'number' ? given : undefined),
  });
}

function labelOf(label: string): string {
  return String(label).slice(0, 500);
}

function demandRange(min: number, max: number): void {
  if (!(min < max)) throw new RangeError(`The range goes from less to more, not from ${min} to ${max}.`);
}
