import type { ProgramOrder } from './program-order.ts';
import { writeProgram } from './write-program.ts';

/** The worker in which a program is written: some texts would keep a page busy for years. */
addEventListener('message', ({ data }: MessageEvent<ProgramOrder>) => postMessage(writeProgram(data)));
