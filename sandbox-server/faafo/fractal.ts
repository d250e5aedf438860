/** What to draw: the eight fields that a client posts. Sizes in pixels, the view's borders in the complex plane. */
export interface Task {
  uuid: string;
  width: number;
  height: number;
  iterations: number;
  xa: number;
  xb: number;
  ya: number;
  yb: number;
}

/** A row of the table `fractal` as the API shows it: thirteen fields, null where not known yet. */
export interface Fractal extends Task {
  /** SHA-256 of the PNG file, hexadecimal. */
  checksum: string | null;
  /** Never written. */
  url: string | null;
  /** Seconds spent choosing c and drawing. */
  duration: number | null;
  /** Bytes of the PNG file. */
  size: number | null;
  /** Host name of the worker. */
  generated_by: string | null;
}

/** A complex constant: what z <- z² + c adds. */
export interface Constant {
  cx: number;
  cy: number;
}

/** Everything that decides a picture. */
export interface Drawing extends Constant, Omit<Task, 'uuid'> {}

/** `c` as the database keeps it: `-0.4+0.6i`, each part in JavaScript's shortest form, so that it reads back exactly. */
export function formatConstant({ cx, cy }: Constant): string {
  return `${cx}${cy < 0 || Object.is(cy, -0) ? '-' : '+'}${Math.abs(cy)}i`;
}

/** Reads what `formatConstant` wrote; undefined when it is anything else. */
export function parseConstant(text: string): Constant | undefined {
  const number = String.raw`\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
  const parts = new RegExp(`^(-?${number})([+-]${number})i$`).exec(text);
  return parts ? { cx: Number(parts[1]), cy: Number(parts[2]) } : undefined;
}

/**
 * A number as Python 2 prints it, which is how the original shows floats: twelve significant digits, at least one
 * decimal (`-2.0`, `-1.14250711696`, `1e-05`).
 */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits = '', power = '0'] = value.toExponential(11).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 12) {
    const shortened = digits.replace(/\.?0+$/, '');
    return `${shortened}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const fixed = value.toFixed(11 - exponent);
  const trimmed = fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
  return trimmed.includes('.') ? trimmed : `${trimmed}.0`;
}
