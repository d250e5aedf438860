import { z } from 'zod';
import { badRequest, conflict, DockerFault, notFound } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import { none, type Route, route } from '../route.ts';
import type { Container } from './container.ts';
import { RAW } from './container-attach.ts';
import { Exec, execConfigSchema } from './exec.ts';
import { CannotStart } from './find-command.ts';
import type { StreamName } from './output.ts';
import { detachKeysOf, talk } from './talk.ts';

function demandExec(host: DockerHost, id: string): Exec {
  const found = host.containers.map(({ execs }) => execs.get(id)).find(Boolean);
  if (!found) throw notFound(`No such exec instance: ${id}`);
  return found;
}

/** Commands of one container that are remembered. */
const MOST_EXECS = 100;

/** Those that are over are forgotten first. @throws DockerFault when all of them run */
function forgetOldest({ execs }: Container): void {
  if (execs.size < MOST_EXECS) return;
  const over = [...execs.values()].find(({ isRunning }) => !isRunning);
  if (!over)
    throw new DockerFault(500, `this simulated engine runs at most ${MOST_EXECS} commands in a container`);
  execs.delete(over.id);
}

const create = route({
  method: 'POST',
  path: '/containers/{id}/exec',
  query: none,
  body: execConfigSchema,
  docs: 'Exec/operation/ContainerExec',
  run: ({ host, param, body }) => {
    const container = host.demand(param('id'));
    if (body.Cmd.length === 0) throw badRequest('No exec command specified');
    if (container.status === 'paused')
      throw conflict(`Container ${param('id')} is paused, unpause the container before exec`);
    container.demandUp();
    forgetOldest(container);
    const exec = new Exec(host.newId(), container, body);
    container.execs.set(exec.id, exec);
    container.event(`exec_create: ${body.Cmd.join(' ')}`, { execID: exec.id });
    return { status: 201, json: { Id: exec.id } };
  },
});

const start = route({
  method: 'POST',
  path: '/exec/{id}/start',
  query: none,
  body: z.object({ Detach: z.boolean().default(false), Tty: z.boolean().default(false) }),
  docs: 'Exec/operation/ExecStart',
  run: async ({ host, param, body }) => {
    const exec = demandExec(host, param('id'));
    if (body.Detach) {
      await exec.start();
      return { status: 200 };
    }
    const { config } = exec;
    const streams = new Set<StreamName>([
      ...(config.AttachStdout ? ['stdout' as const] : []),
      ...(config.AttachStderr ? ['stderr' as const] : []),
    ]);
    exec.container.demandUp();
    return {
      contentType: RAW,
      talk: (stream) =>
        talk(
          {
            output: exec.output,
            input: config.AttachStdin ? exec.input : undefined,
            tty: () => (config.AttachStdin ? exec.tty : undefined),
            isTty: config.Tty,
            streams,
            detachKeys: config.AttachStdin ? detachKeysOf(config.DetachKeys) : '',
            before: [],
            closesInput: true,
            begun: () => begin(exec),
          },
          stream,
        ),
    };
  },
});

/** The connection is taken already: why a command did not start can only be printed. */
async function begin(exec: Exec): Promise<void> {
  try {
    await exec.start();
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    exec.output.print(
      'stdout',
      `OCI runtime exec failed: exec failed: ${error.message.replace(/^.*unable to start/, 'unable to start')}\r\n`,
    );
  }
}

const inspect = route({
  method: 'GET',
  path: '/exec/{id}/json',
  query: none,
  body: none,
  docs: 'Exec/operation/ExecInspect',
  run: ({ host, param }) => {
    const { id, config, container, isRunning, exitCode, process } = demandExec(host, param('id'));
    const [entrypoint = '', ...rest] = config.Cmd;
    return {
      json: {
        ID: id,
        Running: isRunning,
        ExitCode: exitCode,
        ProcessConfig: {
          tty: config.Tty,
          entrypoint,
          arguments: rest,
          privileged: config.Privileged,
          ...(config.User && { user: config.User }),
        },
        OpenStdin: config.AttachStdin,
        OpenStderr: config.AttachStderr,
        OpenStdout: config.AttachStdout,
        CanRemove: false,
        ContainerID: container.id,
        DetachKeys: '',
        Pid: process ? (container.machine.processes.seenOutside(process.pid)?.pid ?? 0) : 0,
      },
    };
  },
});

const resize = route({
  method: 'POST',
  path: '/exec/{id}/resize',
  query: z.object({ h: z.coerce.number(), w: z.coerce.number() }),
  body: none,
  docs: 'Exec/operation/ExecResize',
  run: ({ host, param, query }) => {
    demandExec(host, param('id')).resize(query.w, query.h);
    return { status: 200 };
  },
});

/** Commands in a container that runs. */
export const containerExec: readonly Route[] = [create, start, inspect, resize];
