import { z } from 'zod';
import { connect } from '../library/channel.ts';
import { cellFetch } from '../library/fetch.ts';
import { display } from '../protocol/events.ts';
import { type MimeBundle, mimeBundleOf } from '../protocol/mime-bundle.ts';

/**
 * What cells need outside the workbook, in Deno or in its kernel for Jupyter: their displays are printed or
 * shown, the cloud and its network are found at the server that this file came from.
 */

/** The part of Deno that is used here. */
declare const Deno: {
  env: { get(name: string): string | undefined; set(name: string, value: string): void };
  readonly jupyter: {
    broadcast(
      type: 'display_data',
      content: { data: MimeBundle; metadata: object },
    ): Promise<void> | undefined;
  };
};

const message = z.union([
  z.object({ display }),
  z.object({ stream: z.enum(['stdout', 'stderr']), text: z.string() }),
]);

/** Jupyter's side of Deno; undefined in a Deno that is no kernel, where asking for it throws. */
const notebook = (): typeof Deno.jupyter | undefined => {
  try {
    return Deno.jupyter;
  } catch {
    return undefined;
  }
};

const receive = (text: string): void => {
  const read = message.safeParse(JSON.parse(text));
  if (!read.success) return;
  if ('text' in read.data) {
    console[read.data.stream === 'stdout' ? 'log' : 'error'](read.data.text.replace(/\n$/, ''));
    return;
  }
  const data = mimeBundleOf(read.data.display);
  const kernel = notebook();
  if (kernel === undefined) console.log(data['text/plain'] ?? '');
  // Not every version of the kernel answers with a promise.
  else Promise.resolve(kernel.broadcast('display_data', { data, metadata: {} })).catch(console.error);
};

const requiredVariables = ['OS_USERNAME', 'OS_PASSWORD', 'OS_PROJECT_ID'];

/** Says which of the learner's credentials are missing, and where to get them. */
const checkCredentials = (server: URL): void => {
  const missing = requiredVariables.filter((name) => !Deno.env.get(name));
  if (missing.length === 0) return;
  console.warn(
    `The cells that use the cloud need ${missing.join(', ')} in the environment. Download openrc from a lesson on ${server.origin}, ` +
      'load it with  source openrc  in a terminal, and start this from there.',
  );
};

const here = new URL(import.meta.url);
connect(receive);
globalThis.fetch = cellFetch(globalThis.fetch, new URL('/at', here));
if (!Deno.env.get('OS_AUTH_URL')) Deno.env.set('OS_AUTH_URL', new URL('/cloud/identity/v3', here).href);
checkCredentials(here);

/** Prints the value of a cell's last line, as the workbook shows it below the cell. */
export const result = (value: unknown): void => {
  if (value !== undefined) console.log(value);
};
