/** How much all kernels together may take. */
export interface Capacity {
  /** The most kernels at once. */
  most: number;
  /** The most kernels of one learner, so that nobody takes everybody's. */
  each: number;
  /** How many cells may wait for a kernel; beyond it the classroom is full. */
  line: number;
  /** Kernels that are kept ready for whoever comes next. */
  warm: number;
  /** Memory of all kernels, in MiB. */
  memory: number;
}

/** What a computer has. */
export interface Computer {
  /** MiB. */
  memory: number;
  processors: number;
}

/** Memory of a kernel whose cells keep little, in MiB, and somewhat more. */
const usualMemory = 80;

const within = (least: number, value: number, most: number): number =>
  Math.floor(Math.min(most, Math.max(least, value)));

/** What a computer bears: half of its memory is for kernels, and a warm one for each processor. */
export function capacityOf(computer: Computer, wanted: Partial<Capacity> = {}): Capacity {
  const memory = wanted.memory ?? Math.floor(computer.memory / 2);
  const most = wanted.most ?? within(2, memory / usualMemory, 400);
  const warm = wanted.warm ?? within(0, Math.min(computer.processors, most / 4), 4);
  return { memory, most, warm: Math.min(warm, most), each: wanted.each ?? 4, line: wanted.line ?? 200 };
}
