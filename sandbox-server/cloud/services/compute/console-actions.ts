import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Route, route } from '../../route.ts';
import { type Action, action } from './action.ts';
import type { Compute } from './compute-parts.ts';
import { demandServer } from './server-records.ts';

const outputInput = z.strictObject({
  length: z
    .union([z.int().min(-1), z.string().regex(/^-?[0-9]+$/), z.null()])
    .transform((value) => (value === null ? null : Number(value)))
    .optional(),
});
const vncInput = z.strictObject({ type: z.enum(['novnc', 'xvpvnc']) });
const remoteInput = z.strictObject({
  remote_console: z.strictObject({
    protocol: z.enum(['vnc', 'spice', 'serial', 'rdp', 'mks']),
    type: z.enum(['novnc', 'xvpvnc', 'spice-html5', 'serial', 'rdp-html5', 'webmks']),
  }),
});

/** The last `length` lines; all of them for null or a negative length. */
function tail(log: string, length: number | null | undefined): string {
  if (length === null || length === undefined || length < 0) {
    return log;
  }
  const lines = log.replace(/\n$/, '').split('\n');
  return length === 0 ? '' : lines.slice(-length).join('\n');
}

function unavailable(type: string): Fault {
  return new Fault(400, `Unavailable console type ${type}.`);
}

/** What a server says on its console. It has no screen to be shown. */
export function consoleActions({ life }: Compute): Action[] {
  return [
    action({
      name: 'os-getConsoleOutput',
      input: outputInput,
      run: async (_call, record, { length }) => {
        if (record.launchedAt === null) {
          throw new Fault(409, `Instance ${record.id} is not ready`);
        }
        return { status: 200, body: { output: tail(await life.console(record), length) } };
      },
    }),
    action({
      name: 'os-getVNCConsole',
      until: 5,
      input: vncInput,
      run: (_call, _record, { type }) => {
        throw unavailable(type);
      },
    }),
  ];
}

/** Consoles for a browser: there are none. */
export function remoteConsoles({ servers }: Compute): Route {
  return route({
    method: 'POST',
    path: '/v2.1/servers/{id}/remote-consoles',
    since: 6,
    docs: 'https://docs.openstack.org/api-ref/compute/#create-console',
    input: remoteInput,
    run: (call) => {
      demandServer(servers, call, call.param('id'));
      throw unavailable(call.body.remote_console.type);
    },
  });
}
