/** What one run may take. */
export interface Limits {
  /** Milliseconds from its start to its end. */
  time: number;
  /** Characters of printed text, in all. */
  text: number;
  /** Characters of one display (an image in base64, a table), and of all displays together. */
  display: number;
  displays: number;
  /** Number of prints and displays. */
  events: number;
  /** Milliseconds for a kernel to obey an interrupt before it is ended. */
  patience: number;
}

export const defaultLimits: Limits = {
  time: 10 * 60_000,
  text: 1024 * 1024,
  display: 6 * 1024 * 1024,
  displays: 24 * 1024 * 1024,
  events: 20_000,
  patience: 2_000,
};

/** Counts what a run puts out. */
export class Meter {
  readonly #limits: Limits;
  #text = 0;
  #displays = 0;
  #events = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Counts a piece of output; the sentence says which limit it breaks, if it does. */
  count(kind: 'text' | 'display', size: number): string | undefined {
    this.#events += 1;
    if (kind === 'text') this.#text += size;
    else this.#displays += size;
    const { text, displays, events } = this.#limits;
    if (this.#text > text) return `a run may print ${inMebibytes(text)} of text`;
    if (this.#displays > displays) return `a run may show ${inMebibytes(displays)} of pictures and tables`;
    if (this.#events > events) return `a run may print ${events.toLocaleString('en')} times`;
    return undefined;
  }

  /** The sentence says why a display of this size cannot be shown, if it cannot. */
  refuse(size: number): string | undefined {
    const { display } = this.#limits;
    if (size <= display) return undefined;
    return `This display is too large to be shown: ${inMebibytes(size)}, and ${inMebibytes(display)} is the most.`;
  }
}

function inMebibytes(size: number): string {
  return `${Number((size / 1024 / 1024).toFixed(1))} MiB`;
}
