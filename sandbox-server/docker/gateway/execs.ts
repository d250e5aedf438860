import { z } from 'zod';
import { fields, ignored, text } from '../engine-api/fields.ts';
import { isFullId } from '../engine-api/names.ts';
import { number } from '../engine-api/query.ts';
import { rawStream } from './container-streams.ts';
import type { Learner } from './learner.ts';
import { keepKnown, ownContainer, ownContainerId, unlessMissing } from './lookup.ts';
import { notFound } from './refusal.ts';
import { asking, plain, type Route, route, told } from './route.ts';

/** What comes in: a program to run in a container. */
const execOrder = fields({
  AttachStdin: z.boolean().optional(),
  AttachStdout: z.boolean().optional(),
  AttachStderr: z.boolean().optional(),
  Tty: z.boolean().optional(),
  Detach: z.boolean().optional(),
  DetachKeys: z
    .string()
    .max(64)
    .regex(/^[\w\-@^[\],\\]*$/, 'is no sequence of keys')
    .optional(),
  Env: z.array(text(131_072)).max(256).optional(),
  Cmd: z.array(text(65_536)).max(1024).optional(),
  User: z
    .string()
    .max(128)
    .regex(/^[\w.$:-]*$/, 'is no user')
    .optional(),
  WorkingDir: text().optional(),
  Privileged: z
    .boolean()
    .refine((value) => !value, 'no program runs with more rights than its container has')
    .optional(),
  Container: ignored,
  ConsoleSize: ignored,
});

const startOrder = fields({
  Detach: z.boolean().optional(),
  Tty: z.boolean().optional(),
  ConsoleSize: ignored,
  // dockerode's own, which it sends along.
  hijack: ignored,
  stdin: ignored,
});

const made = z.object({ Id: z.string() });

const create = route('POST', '/containers/{id}/exec', told(execOrder, {}), async ({ learner, at, body }) => {
  const id = await ownContainer(learner, at('id'));
  const answer = await learner.engine.json({ method: 'POST', path: `/containers/${id}/exec`, body });
  return { status: 201, json: { Id: keepKnown(learner, made.parse(answer).Id) } };
});

/** What goes out. */
const execAnswer = z.object({
  ID: z.string(),
  Running: z.boolean(),
  ExitCode: z
    .number()
    .nullish()
    .transform((code) => code ?? null),
  ProcessConfig: z.object({
    tty: z.boolean(),
    entrypoint: z.string(),
    arguments: z.array(z.string()).nullish(),
    privileged: z.boolean().optional(),
    user: z.string().optional(),
  }),
  OpenStdin: z.boolean(),
  OpenStderr: z.boolean(),
  OpenStdout: z.boolean(),
  CanRemove: z.boolean(),
  ContainerID: z.string(),
  DetachKeys: z.unknown().transform(() => ''),
});

/** An execution in a container of the learner's. @throws Refusal 404 for any other */
async function ownExec(learner: Learner, id: string): Promise<string> {
  const missing = notFound(`No such exec instance: ${id}`);
  if (!isFullId(id)) throw missing;
  if (learner.known.has(id)) return id;
  const found = execAnswer.safeParse(
    await unlessMissing(learner.engine.json({ method: 'GET', path: `/exec/${id}/json` })),
  );
  if (!found.success || found.data.ID !== id) throw missing;
  await ownContainerId(learner, found.data.ContainerID).catch(() => {
    throw missing;
  });
  return keepKnown(learner, id);
}

const start = route('POST', '/exec/{id}/start', told(startOrder, {}), async ({ learner, at, body }) => {
  const id = await ownExec(learner, at('id'));
  const call = { method: 'POST', path: `/exec/${id}/start`, body } as const;
  if (body.Detach) return { status: await learner.engine.status(call) };
  return { hijacked: await learner.engine.hijack(call), type: rawStream };
});

const inspect = route('GET', '/exec/{id}/json', plain, async ({ learner, at }) => {
  const id = await ownExec(learner, at('id'));
  const found = execAnswer.parse(await learner.engine.json({ method: 'GET', path: `/exec/${id}/json` }));
  return { status: 200, json: { ...found, Pid: 0 } };
});

const resize = route(
  'POST',
  '/exec/{id}/resize',
  asking({ h: number(0, 10_000), w: number(0, 10_000) }),
  async ({ learner, at, query }) => {
    const id = await ownExec(learner, at('id'));
    return { status: await learner.engine.status({ method: 'POST', path: `/exec/${id}/resize`, query }) };
  },
);

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Exec */
export const execRoutes: readonly Route[] = [create, start, inspect, resize];
