import { z } from 'zod';
import { FileError } from '../../../machines/disk/file-error.ts';
import { badRequest, DockerFault } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import { flag, flagOn } from '../query.ts';
import { fullName, readReference } from '../reference.ts';
import { none, type Route, route } from '../route.ts';
import { type StreamWriter, streamed } from '../streaming.ts';
import { readAll, type TarFile, unpackTar } from '../tar.ts';
import { Builder, BuildFailed, type BuildOrder } from './builder.ts';
import { parseDockerfile } from './dockerfile.ts';

const MOST_CONTEXT = 64 * 1024 * 1024;
const strings = z.record(z.string(), z.string().nullable());

/** A map in a query, as JSON. */
const map = z
  .string()
  .default('{}')
  .transform((text): Record<string, string> => {
    try {
      return Object.fromEntries(
        Object.entries(strings.parse(JSON.parse(text || '{}'))).flatMap(([name, value]) =>
          value === null ? [] : [[name, value]],
        ),
      );
    } catch (cause) {
      throw badRequest('error reading build args or labels', cause);
    }
  });

function dockerfileOf(context: readonly TarFile[], name: string): string {
  const path = name.replace(/^(\.?\/)+/, '');
  const file =
    context.find((each) => each.path === path && each.kind === 'file') ??
    (name === 'Dockerfile' ? context.find((each) => each.path === 'dockerfile') : undefined);
  if (!file) throw new DockerFault(500, `Cannot locate specified Dockerfile: ${name}`);
  return new TextDecoder().decode(file.bytes);
}

async function build(
  host: DockerHost,
  order: BuildOrder,
  names: readonly string[],
  writer: StreamWriter,
): Promise<void> {
  const { json } = writer;
  try {
    const image = await new Builder(host, order, writer).build();
    json({ aux: { ID: image.id } });
    json({ stream: `Successfully built ${image.id.slice(7, 19)}\n` });
    for (const name of names) {
      host.images.tag(image.id, name);
      host.events.add('image', 'tag', image.id, { name });
      json({ stream: `Successfully tagged ${name}\n` });
    }
  } catch (error) {
    if (writer.signal.aborted) return;
    if (!(error instanceof DockerFault || error instanceof FileError)) host.failed(error);
    const known = error instanceof DockerFault || error instanceof FileError;
    const message = known ? error.message : 'the simulated builder failed; it is no fault of yours';
    json({
      errorDetail: { ...(error instanceof BuildFailed && { code: error.code }), message },
      error: message,
    });
  }
}

/** Of a quiet build only the image's id is heard, and why it failed. */
function quiet(writer: StreamWriter): StreamWriter {
  const said = z.object({ aux: z.object({ ID: z.string() }) });
  return {
    ...writer,
    json: (value) => {
      const { data } = said.safeParse(value);
      if (data) writer.json({ stream: `${data.aux.ID}\n` });
      else if (typeof value === 'object' && value !== null && 'error' in value) writer.json(value);
    },
  };
}

/** `docker build`, by the classic builder. */
export const buildCalls: readonly Route[] = [
  route({
    method: 'POST',
    path: '/build',
    query: z.object({
      dockerfile: z.string().default('Dockerfile'),
      remote: z.string().default(''),
      q: flag,
      nocache: flag,
      pull: flag,
      rm: flagOn,
      forcerm: flag,
      target: z.string().default(''),
      buildargs: map,
      labels: map,
      version: z.string().default('1'),
    }),
    body: none,
    docs: 'Image/operation/ImageBuild',
    run: async ({ host, query, request }) => {
      if (query.version === '2') throw badRequest('BuildKit is not simulated: build with DOCKER_BUILDKIT=0');
      if (query.remote !== '' && query.remote !== 'client-session')
        throw badRequest('this simulated engine builds what is sent to it, not what lies at an address');
      const names = new URL(request.url).searchParams
        .getAll('t')
        .filter(Boolean)
        .map((name) => fullName(readReference(name)));
      const context = await unpackTar(await readAll(request.body, MOST_CONTEXT), MOST_CONTEXT);
      const order = {
        instructions: parseDockerfile(dockerfileOf(context, query.dockerfile)),
        context,
        args: new Map(Object.entries(query.buildargs)),
        labels: query.labels,
        target: query.target,
        useCache: !query.nocache,
        pull: query.pull,
        keepContainers: !query.rm && !query.forcerm,
      };
      return streamed((writer) => build(host, order, names, query.q ? quiet(writer) : writer));
    },
  }),
  route({
    method: 'POST',
    path: '/build/prune',
    query: none,
    body: none,
    docs: 'Image/operation/BuildPrune',
    run: () => ({ json: { CachesDeleted: null, SpaceReclaimed: 0 } }),
  }),
];
