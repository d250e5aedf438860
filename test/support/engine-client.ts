import { z } from 'zod';
import type { EmbeddedEngine } from '../../sandbox-server/docker/embedded/engine.ts';

const idSchema = z.object({ Id: z.string() });
const inspectSchema = z.looseObject({ State: z.looseObject({ Status: z.string(), ExitCode: z.number() }) });

/** The texts in a stream of frames. */
function unframed(bytes: Uint8Array): string {
  let text = '';
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at < bytes.length; at += 8 + view.getUint32(at + 4))
    text += new TextDecoder().decode(bytes.subarray(at + 8, at + 8 + view.getUint32(at + 4)));
  return text;
}

/** Plain requests to an engine, in the words of a test. */
export function engineClient(engine: EmbeddedEngine) {
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await engine.fetch(
      new Request(`http://docker${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const post = async (path: string, body?: unknown): Promise<string> =>
    (await call('POST', path, body)).text();
  const create = async (body: object, name = ''): Promise<string> =>
    idSchema.parse(JSON.parse(await post(`/containers/create?name=${name}`, body))).Id;
  const logs = async (id: string, more = ''): Promise<string> =>
    unframed(
      new Uint8Array(
        await (await call('GET', `/containers/${id}/logs?stdout=1&stderr=1${more}`)).arrayBuffer(),
      ),
    );
  return {
    call,
    post,
    create,
    logs,
    pull: (image: string) => post(`/images/create?fromImage=${image}`),
    remove: async (id: string) => {
      await call('DELETE', `/containers/${id}?force=1`);
    },
    inspect: async (id: string) =>
      inspectSchema.parse(await (await call('GET', `/containers/${id}/json`)).json()),
    /** Starts a container that goes on. */
    run: async (name: string, body: object): Promise<string> => {
      const id = await create(body, name);
      await post(`/containers/${id}/start`);
      return id;
    },
    /** Settles when a container has printed the text. */
    logged: async (id: string, text: string): Promise<void> => {
      const answer = await call('GET', `/containers/${id}/logs?stdout=1&stderr=1&follow=1`);
      let seen = '';
      for await (const piece of answer.body ?? []) {
        seen += new TextDecoder().decode(piece);
        if (seen.includes(text)) return;
      }
      throw new Error(`${id} ended without "${text}": ${seen}`);
    },
    /** What a container prints from its start to its end. */
    output: async (body: object): Promise<string> => {
      const id = await create(body);
      await post(`/containers/${id}/start`);
      await post(`/containers/${id}/wait`);
      const text = await logs(id);
      await call('DELETE', `/containers/${id}?force=1&v=1`);
      return text;
    },
    exec: async (container: string, Cmd: readonly string[]): Promise<string> => {
      const { Id } = idSchema.parse(
        JSON.parse(
          await post(`/containers/${container}/exec`, { Cmd, AttachStdout: true, AttachStderr: true }),
        ),
      );
      const answer = await call('POST', `/exec/${Id}/start`, { Detach: false });
      return unframed(new Uint8Array(await answer.arrayBuffer()));
    },
  };
}
