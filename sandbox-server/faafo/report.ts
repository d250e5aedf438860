import { backoff, type Clock } from './clock.ts';
import type { DrawnPicture } from './drawing.ts';
import { wordsOf } from './ending.ts';
import { formatConstant } from './fractal.ts';
import type { Log } from './log.ts';

interface Parts {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  endpoint: string;
  clock: Clock;
  signal: AbortSignal;
  log: Log;
}

/**
 * What became of a report: the API has it · the API refuses it for good (the fractal was deleted, or it makes no
 * sense to it) · another fractal has the same picture, and this API wants checksums to differ.
 */
export type Outcome = 'stored' | 'refused' | 'collision';

type Answer = Outcome | 'again' | 'without c';

async function judge(response: Response): Promise<Answer> {
  if (response.ok) return 'stored';
  if (response.status >= 500 || response.status === 408 || response.status === 429) return 'again';
  const words = await response.text();
  if (response.status === 400 && words.includes("does not have field 'c'")) return 'without c';
  return response.status === 400 && words.includes('IntegrityError') ? 'collision' : 'refused';
}

/**
 * Sends a picture to the API, again and again while that is away or fails. An original API, which does not know `c`,
 * gets the report without it.
 * @throws the signal's reason once that is aborted
 */
export async function report(
  { fetch, endpoint, clock, signal, log }: Parts,
  {
    uuid,
    generatedBy,
    png,
    checksum,
    duration,
    constant,
  }: DrawnPicture & { uuid: string; generatedBy: string },
): Promise<Outcome> {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/fractal/${encodeURIComponent(uuid)}`;
  const image = Buffer.from(png).toString('base64');
  const known = { uuid, duration, image, checksum, size: png.length, generated_by: generatedBy };
  let body = JSON.stringify({ ...known, c: formatConstant(constant) });
  for (let failures = 0; ; ) {
    signal.throwIfAborted();
    let trouble: string;
    try {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(url, { method: 'PUT', headers, body, signal });
      const answer = await judge(response);
      log('DEBUG', 'faafo.worker', `result of task ${uuid}: ${response.status}`);
      if (answer === 'without c') {
        body = JSON.stringify(known);
        continue;
      }
      if (answer === 'refused')
        log('ERROR', 'faafo.worker', `task ${uuid}: the API answered ${response.status}`);
      if (answer !== 'again') return answer;
      trouble = `the API answered ${response.status}`;
    } catch (error) {
      signal.throwIfAborted();
      trouble = wordsOf(error);
    }
    failures += 1;
    const pause = backoff(failures);
    log('WARNING', 'faafo.worker', `task ${uuid}: ${trouble}; trying again in ${pause / 1000} seconds`);
    await clock.wait(pause, signal);
  }
}
