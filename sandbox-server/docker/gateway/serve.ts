import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answerCall } from './gateway.ts';
import { takeOver, upgrade } from './hijack.ts';
import type { Learner } from './learner.ts';
import { readRequest } from './read-request.ts';
import { Refusal } from './refusal.ts';
import type { Answer } from './route.ts';
import { apiVersion } from './versions.ts';

type Written = Exclude<Answer, { hijacked: Duplex }>;

/** The longest line of JSON that is passed on. */
const longestLine = 4 << 20;

const common = {
  'Api-Version': apiVersion,
  'Docker-Experimental': 'false',
  Ostype: 'linux',
  Server: 'Docker (linux)',
  'Content-Type': 'application/json',
};

/** Each line of JSON as it goes out. */
async function* rebuilt(stream: Readable, lines: (line: unknown) => unknown): AsyncGenerator<string> {
  let rest = '';
  const out = function* (text: string): Generator<string> {
    if (text.trim() === '') return;
    const line = lines(JSON.parse(text));
    if (line !== undefined) yield `${JSON.stringify(line)}\r\n`;
  };
  for await (const chunk of stream.setEncoding('utf8')) {
    const parts = `${rest}${String(chunk)}`.split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > longestLine) throw new Refusal(500, 'A line of the engine’s is too long.');
    for (const part of parts) yield* out(part);
  }
  yield* out(rest);
}

/** An answer's head, and its body as a stream or whole. */
function spelled(answer: Written): { head: Record<string, string>; body: Readable | string } {
  if ('stream' in answer) {
    const body = answer.lines ? Readable.from(rebuilt(answer.stream, answer.lines)) : answer.stream;
    return { head: { ...common, 'Content-Type': answer.type, ...answer.headers }, body };
  }
  const body = answer.text ?? (answer.json === undefined ? '' : `${JSON.stringify(answer.json)}\n`);
  // With its length said, head and body go out together.
  const hasBody = answer.status !== 204 && answer.status !== 304;
  const length: Record<string, string> = hasBody ? { 'Content-Length': String(Buffer.byteLength(body)) } : {};
  return { head: { ...common, ...length, ...answer.headers }, body };
}

/** What went wrong, in the Engine API's own form; of our own faults, only that there was one. */
function refused(error: unknown, report: (error: unknown) => void): Written {
  if (error instanceof Refusal) return { status: error.status, json: { message: error.message } };
  report(error);
  return { status: 500, json: { message: 'The gateway could not answer; its server’s log says why.' } };
}

/** Who serves: the learner, and whom to tell of faults. */
export interface Serving {
  learner: Learner;
  report(error: unknown): void;
}

/** Answers a request; `address` is its path and query without the learner's own part. */
export async function serve(
  { learner, report }: Serving,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  let answer: Answer;
  try {
    answer = await answerCall(learner, readRequest(request, address, gone.signal, learner.limits.body));
  } catch (error) {
    if (gone.signal.aborted) return;
    answer = refused(error, report);
    // What was not read of the request is not another one.
    if (!request.complete) response.setHeader('Connection', 'close');
  }
  if ('hijacked' in answer) return takeOver(request, response, answer.type, answer.hijacked);
  const { head, body } = spelled(answer);
  response.writeHead(answer.status, head);
  if (typeof body === 'string') {
    response.end(request.method === 'HEAD' ? undefined : body);
    return;
  }
  response.flushHeaders();
  await pipeline(body, response).catch((error: unknown) => {
    // Whoever has gone needs no more; an engine that broke off is told by a body that ends early.
    if (!gone.signal.aborted) report(error);
  });
}

/** Answers a request that asks for an upgrade, on the line itself. */
export async function serveUpgrade(
  { learner, report }: Serving,
  address: string,
  request: IncomingMessage,
  socket: Duplex,
): Promise<void> {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  let answer: Answer;
  try {
    answer = await answerCall(learner, readRequest(request, address, gone.signal, learner.limits.body));
  } catch (error) {
    answer = refused(error, report);
  }
  if ('hijacked' in answer) {
    if (socket.destroyed) answer.hijacked.destroy();
    else upgrade(request, socket, answer.type, answer.hijacked);
    return;
  }
  const { head, body } = spelled(answer);
  const lines = Object.entries({ ...head, Connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.write(
    `HTTP/1.1 ${answer.status} ${answer.status < 400 ? 'OK' : 'Refused'}\r\n${lines.join('\r\n')}\r\n\r\n`,
  );
  if (typeof body === 'string') socket.end(body);
  else await pipeline(body, socket).catch(() => socket.destroy());
}
