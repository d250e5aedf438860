import { workerData } from 'node:worker_threads';
import { parserOrder, parserThread } from './parser-order.ts';
import { stripTypes } from './strip.ts';

/** The thread of parsers.ts: does one order after the other. What goes wrong here ends it. */
const { port, answered } = parserThread.parse(workerData);

async function carryOut(order: unknown): Promise<unknown> {
  const { task, code } = parserOrder.parse(order);
  if (task === 'strip') return stripTypes(code);
  // Loaded when a cell first needs it: it is a program of its own, and ten times slower.
  const { resultPlace } = await import('./result-place.ts');
  return resultPlace(code);
}

port.on('message', async (order: unknown) => {
  port.postMessage(await carryOut(order));
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
});
