import { expect, test } from 'vitest';
import { SandboxApi } from '../../../src/sandbox/sandbox-api.ts';

const answering = (answer: Response): { api: SandboxApi; asked: string[] } => {
  const asked: string[] = [];
  const api = new SandboxApi(async (url, init) => {
    asked.push(`${init?.method ?? 'GET'} ${String(url)}`);
    return answer;
  });
  return { api, asked };
};

test('a session is begun by a POST, which names the learner', async () => {
  const { api, asked } = answering(Response.json({ learner: 'ana', cloud: {} }));
  expect(await api.begin()).toEqual({ learner: 'ana' });
  expect(asked).toEqual(['POST /api/sessions']);
});

test('a trace is asked for with its address and port', async () => {
  const steps = [{ at: 'group', name: 'default', verdict: 'dropped', sentence: 'No rule.' }];
  const { api, asked } = answering(Response.json({ steps }));
  expect((await api.trace('203.0.113.7', 80)).steps).toEqual(steps);
  expect(asked).toEqual(['GET /api/sessions/current/trace?address=203.0.113.7&port=80']);
});

test('a refusal is told in the server’s own words', async () => {
  const { api } = answering(Response.json({ error: { message: 'Too many learners.' } }, { status: 429 }));
  await expect(api.resetCloud()).rejects.toMatchObject({ message: 'Too many learners.', status: 429 });
});

test('a refusal without words is told by its status', async () => {
  await expect(answering(new Response('', { status: 502 })).api.cloud()).rejects.toThrow('status 502');
});

test('an answer that is not what was asked for is an error, not a value', async () => {
  await expect(answering(Response.json({ servers: 'many' })).api.cloud()).rejects.toThrow('something else');
});

test('a server that does not answer is said to be away, with the cause', async () => {
  const api = new SandboxApi(() => Promise.reject(new TypeError('refused')));
  await expect(api.cloud()).rejects.toMatchObject({
    message: expect.stringContaining('does not answer'),
    cause: expect.any(TypeError),
  });
});
