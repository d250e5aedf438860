import { expect, test } from 'vitest';
import { enter } from '../../../sandbox-server/library/channel.ts';
import { cellFetch, throughProxy } from '../../../sandbox-server/library/fetch.ts';

const proxy = new URL('http://127.0.0.1:4321/at');

test.each([
  ['http://203.0.113.7/', 'http://127.0.0.1:4321/at/203.0.113.7/80/'],
  [
    'http://203.0.113.7:8080/v1/fractal?page=2',
    'http://127.0.0.1:4321/at/203.0.113.7/8080/v1/fractal?page=2',
  ],
  ['http://127.0.0.1:4321/cloud/compute', 'http://127.0.0.1:4321/cloud/compute'],
  ['http://127.0.0.1:9229/json', 'http://127.0.0.1:9229/json'],
  ['http://example.com/', 'http://example.com/'],
  ['https://203.0.113.7/', 'https://203.0.113.7/'],
])('%s is asked for at %s', (address, target) => {
  expect(throughProxy(new URL(address), proxy).href).toBe(target);
});

test('method, headers and body of a request go with it', async () => {
  const asked: Request[] = [];
  const fetch = cellFetch(async (input) => {
    asked.push(new Request(input));
    return new Response('drawn');
  }, proxy);
  const body = '{"iterations":100}';
  const answer = await fetch('http://203.0.113.7/v1/fractal', {
    method: 'POST',
    body,
    headers: { 'X-A': 'b' },
  });
  expect(await answer.text()).toBe('drawn');
  const [request] = asked;
  expect(request?.url).toBe('http://127.0.0.1:4321/at/203.0.113.7/80/v1/fractal');
  expect(request?.method).toBe('POST');
  expect(request?.headers.get('x-a')).toBe('b');
  expect(await request?.text()).toBe(body);
});

test('a call to the cloud says which run makes it; nothing else that is asked hears of it', async () => {
  const asked: Request[] = [];
  const fetch = cellFetch(async (input) => {
    asked.push(new Request(input));
    return new Response('');
  }, proxy);
  const run = '00000000-0000-4000-8000-000000000001';
  const addresses = [
    'http://127.0.0.1:4321/cloud/compute/v2.1/servers',
    'http://127.0.0.1:4321/healthz',
    'http://127.0.0.1:9229/cloud/compute',
    'http://203.0.113.7/cloud/compute',
  ];
  const cell = async (): Promise<void> => {
    enter(run);
    for (const address of addresses) await fetch(address);
  };
  await cell();
  expect(asked.map(({ headers }) => headers.get('x-workbook-run'))).toEqual([run, null, null, null]);
});
