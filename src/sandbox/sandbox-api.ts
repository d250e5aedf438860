import type { z } from 'zod';
import { type CallRecord, callRecord } from '../../sandbox-server/protocol/wire.ts';
import { type LearnerWork, learnerWork } from '../../sandbox-server/protocol/work.ts';
import { type CloudView, cloudView, type Session, session, type Trace, trace } from './cloud-view.ts';

/** The server said no, or nothing that can be read; the message is for the learner. */
class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly status: number | undefined;

  constructor(message: string, status: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** Whether the server refused because nobody more can be served just now. */
export const isClassroomFull = (error: unknown): boolean =>
  error instanceof SandboxError && error.status === 503;

const current = '/api/sessions/current';
/** The address of the file of everything that is kept of the learner. */
export const workExportAddress = `${current}/work/export`;

/** The files by which clients outside the browser reach what is the learner's. */
export type CredentialsFile = 'openrc' | 'clouds.yaml' | 'docker.env';

/** What the page asks of the server over HTTP. The cookie of the session goes with every request by itself. */
export class SandboxApi {
  readonly #fetch: typeof fetch;

  constructor(request: typeof fetch = (...given) => fetch(...given)) {
    this.#fetch = request;
  }

  /** Begins a session, or goes on with the one that the browser's cookie names. */
  async begin(signal?: AbortSignal): Promise<Session> {
    return await this.#json(session, '/api/sessions', { method: 'POST', ...withSignal(signal) });
  }

  /** The learner's cloud as it is now. */
  async cloud(signal?: AbortSignal): Promise<CloudView> {
    return await this.#json(cloudView, `${current}/cloud`, withSignal(signal));
  }

  /** Deletes everything in the learner's project. */
  async resetCloud(signal?: AbortSignal): Promise<void> {
    await this.#ask(`${current}/cloud/reset`, { method: 'POST', ...withSignal(signal) });
  }

  /** The variables or the file by which a client outside the browser uses the same cloud. */
  async credentials(file: CredentialsFile, signal?: AbortSignal): Promise<string> {
    return await (await this.#ask(`${current}/${file}`, withSignal(signal))).text();
  }

  /** The way of a packet from outside to `address` and `port`, up to where it stopped. */
  async trace(address: string, port: number, signal?: AbortSignal): Promise<Trace> {
    const query = new URLSearchParams({ address, port: String(port) });
    return await this.#json(trace, `${current}/trace?${query}`, withSignal(signal));
  }

  /** One of the learner's calls to their cloud, with all that is kept of it. */
  async call(id: number, signal?: AbortSignal): Promise<CallRecord> {
    return await this.#json(callRecord, `${current}/wire/${id}`, withSignal(signal));
  }

  /** What the learner has done, lesson by lesson. */
  async work(signal?: AbortSignal): Promise<LearnerWork> {
    return await this.#json(learnerWork, `${current}/work`, withSignal(signal));
  }

  /** Deletes the learner's work in one lesson. */
  async deleteLesson(lesson: string): Promise<void> {
    await this.#ask(`${current}/work/${lesson}`, { method: 'DELETE' });
  }

  /** Deletes everything that the server has of the learner. */
  async deleteEverything(): Promise<void> {
    await this.#ask(current, { method: 'DELETE' });
  }

  async #json<Shape>(shape: z.ZodType<Shape>, url: string, init: RequestInit): Promise<Shape> {
    const answer = await this.#ask(url, init);
    const parsed = shape.safeParse(await answer.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw new SandboxError(
      'The server answered something else than expected. Reload the page.',
      answer.status,
      {
        cause: parsed.error,
      },
    );
  }

  async #ask(url: string, init: RequestInit): Promise<Response> {
    const request = this.#fetch;
    let answer: Response;
    try {
      answer = await request(url, { credentials: 'same-origin', ...init });
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause;
      throw new SandboxError('The server does not answer. Is it still running?', undefined, { cause });
    }
    if (answer.ok) return answer;
    throw new SandboxError(await reason(answer), answer.status);
  }
}

const withSignal = (signal: AbortSignal | undefined): RequestInit => (signal === undefined ? {} : { signal });

/** The server's own words for a refusal: `{ message }`, `{ error: { message } }`, or its status. */
const reason = async (answer: Response): Promise<string> => {
  const body: unknown = await answer.json().catch(() => undefined);
  const message = messageIn(body) ?? messageIn(propertyOf(body, 'error'));
  return message ?? `The server refused with status ${answer.status}.`;
};

const propertyOf = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null && name in body ? Reflect.get(body, name) : undefined;

const messageIn = (body: unknown): string | undefined => {
  const message = propertyOf(body, 'message');
  return typeof message === 'string' ? message : undefined;
};
